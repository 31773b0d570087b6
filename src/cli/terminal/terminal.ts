// What the terminal can do.

import type { WriteStream } from 'node:tty'

type Stream = Pick<WriteStream, 'isTTY' | 'columns'>

/** Columns to draw in: the terminal's own, at most 120; 100 where it is no terminal. */
export function terminalWidth(stream: Partial<Stream>): number {
  const columns = stream.isTTY === true ? (stream.columns ?? 80) : 100
  return Math.max(40, Math.min(120, columns))
}

/** Colour only on a terminal; NO_COLOR and FORCE_COLOR are heeded. */
export function wantsColor(stream: Partial<Stream>): boolean {
  if (process.env['NO_COLOR'] !== undefined && process.env['NO_COLOR'] !== '') return false
  if (process.env['FORCE_COLOR'] !== undefined && process.env['FORCE_COLOR'] !== '0') return true
  return stream.isTTY === true && process.env['TERM'] !== 'dumb'
}
