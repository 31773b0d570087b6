// Rows of a query as an aligned table. Cells are strings out of a heap: they are cut, and shown with nothing in them that a
// terminal would obey.

import pc from 'picocolors'
import type { PlainValue } from '../../investigation/index.ts'
import { visibleText } from '../../report/index.ts'

/** Longest cell, in characters, however wide the terminal is. */
const WIDEST_CELL = 60
/** What a column keeps where the table does not fit. */
const NARROWEST_CELL = 8
const GAP = '  '

export interface TableOptions {
  /** Columns of the terminal. */
  readonly width: number
  readonly color: boolean
}

/** Lines without their line ends: names, a rule, one line a row. Numbers stand on the right. O(cells). */
export function resultTable(
  names: readonly string[],
  rows: readonly (readonly PlainValue[])[],
  { width, color }: TableOptions,
): string[] {
  const { bold, dim } = pc.createColors(color)
  const shown = rows.map((row) => row.map(cellText))
  const heads = names.map((name) => visibleText(name, WIDEST_CELL))
  const wanted = heads.map((head, at) =>
    Math.max(head.length, ...shown.map((row) => (row[at] ?? '').length), 1),
  )
  const widths = fitted(wanted, width)
  const onTheRight = names.map((_, at) =>
    rows.every((row) => row[at] === null || typeof row[at] === 'number'),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => aligned(cell, widths[at] ?? 0, onTheRight[at] === true))
      .join(GAP)
      .trimEnd()
  return [
    bold(line(heads)),
    dim(widths.map((column) => '─'.repeat(column)).join(GAP)),
    ...shown.map(line),
  ]
}

/** A value as text; lists and structs as JSON. */
function cellText(value: PlainValue): string {
  if (value === null) return 'NULL'
  return visibleText(typeof value === 'object' ? JSON.stringify(value) : String(value), WIDEST_CELL)
}

function aligned(cell: string, width: number, right: boolean): string {
  const cut = cell.length > width ? visibleText(cell, width) : cell
  return right ? cut.padStart(width) : cut.padEnd(width)
}

/** The widest column gives way first, until all fit or none can be narrower. */
function fitted(wanted: readonly number[], width: number): number[] {
  const widths = [...wanted]
  const gaps = GAP.length * (widths.length - 1)
  let over = widths.reduce((sum, column) => sum + column, gaps) - width
  while (over > 0) {
    const widest = widths.indexOf(Math.max(...widths))
    const column = widths[widest] ?? 0
    if (column <= NARROWEST_CELL) break
    widths[widest] = column - 1
    over--
  }
  return widths
}
