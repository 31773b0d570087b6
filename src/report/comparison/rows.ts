// What the lists of a comparison have in common: a column of amounts, and the notes below.

import type { Paint } from '../text/palette.ts'
import { visibleText } from '../escape/visible-text.ts'
import { wrap } from '../text/wrap.ts'

const AMOUNT_WIDTH = 10

/** The amount, right-aligned in its column. */
export function amountColumn(amount: string): string {
  return `  ${amount.padStart(AMOUNT_WIDTH)}`
}

/** The notes, each wrapped to the width. */
export function notesLines(notes: readonly string[], width: number, paint: Paint): string[] {
  return notes.flatMap((note) =>
    wrap(visibleText(note), Math.max(40, width) - 2).map((line, at) =>
      paint('dim', `${at === 0 ? '· ' : '  '}${line}`),
    ),
  )
}
