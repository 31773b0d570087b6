// What the lists of a comparison have in common: a column of amounts with text beside it, and the notes below.

import { visibleText } from '../escape/visible-text.ts'
import { palette } from '../text/palette.ts'
import type { Tone } from '../text/palette.ts'
import type { TextOptions } from '../text/text.ts'
import { wrap } from '../text/wrap.ts'

const AMOUNT_WIDTH = 12
const GAP = '  '

/** Lines of a comparison; none is wider than the screen. */
export class ComparisonRows {
  readonly #paint: (tone: Tone, text: string) => string
  readonly #width: number
  readonly #lines: string[] = []

  constructor({ width, color }: TextOptions) {
    this.#paint = palette(color)
    this.#width = Math.max(40, width)
  }

  /** Text over the whole width; an empty line before it where there are lines already. */
  title(text: string): void {
    if (this.#lines.length > 0) this.#lines.push('')
    for (const line of wrap(text, this.#width)) this.#lines.push(this.#paint('strong', line))
  }

  /** Text beside an amount, or below the text of the last one where that is empty. */
  row(amount: string, text: string, tone: Tone | null = null): void {
    const lines = wrap(text, this.#width - AMOUNT_WIDTH - GAP.length)
    for (const [at, line] of lines.entries()) {
      const column = (at === 0 ? amount : '').padStart(AMOUNT_WIDTH)
      this.#lines.push(`${column}${GAP}${tone === null ? line : this.#paint(tone, line)}`)
    }
  }

  notes(notes: readonly string[]): void {
    this.#lines.push('')
    for (const note of notes) {
      for (const [at, line] of wrap(visibleText(note), this.#width - 2).entries()) {
        this.#lines.push(this.#paint('dim', `${at === 0 ? '· ' : GAP}${line}`))
      }
    }
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`
  }
}
