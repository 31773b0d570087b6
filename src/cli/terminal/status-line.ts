// One line of live status on stderr, redrawn in place; nothing where stderr is no terminal.

import pc from 'picocolors'
import type { RunStatus } from '../../investigation/index.ts'
import { visibleText } from '../../report/index.ts'
import { bytesText, durationText } from '../../units/index.ts'

export interface StatusLine {
  show(text: string): void
  clear(): void
}

/** A line on `stream`, or one that shows nothing. */
export function statusLine(stream: NodeJS.WriteStream, quiet: boolean): StatusLine {
  if (quiet || !stream.isTTY) return { show: () => undefined, clear: () => undefined }
  let shown = false
  return {
    show(text) {
      shown = true
      stream.write(`\r\u001b[2K${pc.dim(visibleText(text, (stream.columns ?? 80) - 1))}`)
    },
    clear() {
      if (shown) stream.write('\r\u001b[2K')
      shown = false
    },
  }
}

/** E.g. `tidemark 12 s · floor 24.1 MB · +3.2 MB/min · suspect so far · 2 snapshots`. */
export function statusText(status: RunStatus): string {
  const parts = [`tidemark ${durationText(1000 * Math.floor(status.elapsedMs / 1000))}`]
  if (status.floorBytes !== null && status.floorBytes > 0)
    parts.push(`floor ${bytesText(status.floorBytes)}`)
  if (status.bytesPerHour !== null) parts.push(`${signed(status.bytesPerHour / 60)}/min`)
  parts.push(`${status.verdict} so far`)
  if (status.isolates > 1) parts.push(`${status.isolates} isolates`)
  if (status.snapshots > 0) parts.push(`${status.snapshots} snapshots`)
  if (status.phase === 'analysing')
    parts.push(`reading a snapshot ${Math.round(100 * status.share)} %`)
  return parts.join(' · ')
}

function signed(bytes: number): string {
  return `${bytes < 0 ? '−' : '+'}${bytesText(Math.abs(bytes))}`
}
