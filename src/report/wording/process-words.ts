// What the resident memory of a process consists of, as rows that every format can lay out.

import { MEMORY_PARTS } from '../../protocol/index.ts'
import type { ProcessReport } from '../../protocol/index.ts'
import { bytesText, signedBytesText } from '../../units/index.ts'
import { visibleName, visibleText } from '../escape/visible-text.ts'
import { VERDICT_WORDS } from './verdict-words.ts'

/** Parts that were never larger than this are not worth a row. */
const SMALLEST_BYTES = 50_000

export interface PartRow {
  readonly part: string
  readonly first: string
  readonly last: string
  readonly change: string
  /** Share of the resident memory at the end, 0 to 1. */
  readonly share: number
  readonly isTotal: boolean
}

/** The parts in their order, then the whole; empty where nothing was read. */
export function partRows(process: ProcessReport): PartRow[] {
  const total = process.rssBytes.at(-1) ?? 0
  if (process.rssBytes.length === 0) return []
  const row = (part: string, column: readonly number[], isTotal: boolean): PartRow => {
    const first = column[0] ?? 0
    const last = column.at(-1) ?? 0
    return {
      part,
      first: bytesText(first),
      last: bytesText(last),
      change: Math.abs(last - first) < SMALLEST_BYTES ? '' : signedBytesText(last - first),
      share: total > 0 ? last / total : 0,
      isTotal,
    }
  }
  const parts = MEMORY_PARTS.flatMap((part) => {
    const column = process.parts[part] ?? []
    return column.some((bytes) => bytes >= SMALLEST_BYTES) ? [row(part, column, false)] : []
  })
  return [...parts, row('RSS', process.rssBytes, true)]
}

/** `process 4242 app.js, stable: Native memory in use does not grow`. */
export function processWords(process: ProcessReport): string {
  const entry = process.entry === null ? '' : ` ${visibleName(process.entry)}`
  const verdict = VERDICT_WORDS[process.verdict].label.toLowerCase()
  return `process ${String(process.pid)}${entry}, outside its isolates ${verdict}: ${visibleText(process.says)}`
}
