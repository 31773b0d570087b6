// Cuts a stream of numbers into rows. Blocks may end within a row; the rows of a table may not.

import type { NumberSink } from './integer-array-reader.ts'

/** Columns that take whole rows. */
export interface RowTable {
  /** Numbers a row. */
  readonly width: number
  /**
   * Takes `rows` rows from `block[from]` on; returns the index after them, or of the first number that
   * `refusal` refuses.
   */
  storeRows(block: Uint32Array, from: number, rows: number): number
  /** Takes one row whose numbers `refusal` has accepted one by one; they may exceed 32 bits. */
  storeRow(row: Float64Array): void
  /** Why the next row cannot have `value` in this field; `null` where it can. */
  refusal(field: number, value: number): string | null
}

export class RowSink implements NumberSink {
  readonly #table: RowTable
  /** The row that has begun. */
  readonly #row: Float64Array
  #field = 0
  #refusal = ''

  constructor(table: RowTable) {
    this.#table = table
    this.#row = new Float64Array(table.width)
  }

  /** Numbers of the last row that are missing; 0 where the rows are whole. */
  get missing(): number {
    return this.#field === 0 ? 0 : this.#table.width - this.#field
  }

  store(block: Uint32Array, count: number): number {
    const { width } = this.#table
    let at = 0
    for (; this.#field > 0 && at < count; at++) if (!this.storeOne(block[at])) return at
    const rows = Math.floor((count - at) / width)
    if (rows > 0) {
      const stored = this.#table.storeRows(block, at, rows)
      if (stored < at + rows * width) {
        this.#refusal = this.#table.refusal((stored - at) % width, block[stored]) ?? 'refused'
        return stored
      }
      at = stored
    }
    for (; at < count; at++) if (!this.storeOne(block[at])) return at
    return count
  }

  storeOne(value: number): boolean {
    const refusal = this.#table.refusal(this.#field, value)
    if (refusal !== null) {
      this.#refusal = refusal
      return false
    }
    this.#row[this.#field++] = value
    if (this.#field < this.#table.width) return true
    this.#field = 0
    this.#table.storeRow(this.#row)
    return true
  }

  refusal(): string {
    return this.#refusal
  }
}
