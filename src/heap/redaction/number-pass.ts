// Sections that are numbers and nothing else on their way through: rows such as locations and samples, and the nested
// lists of the trace tree.

import { COMMA, LEFT_BRACKET, NINE, RIGHT_BRACKET, ZERO, isWhitespace } from '../format/ascii.ts'
import { unexpectedByte } from '../format/section-reader.ts'
import type { SectionReader } from '../format/section-reader.ts'
import type { RowTable } from '../format/row-sink.ts'
import type { ByteWriter } from './byte-writer.ts'

/** Copies rows of numbers; `onRow` sees each. Numbers from 2^31 to 2^32 were negative in the file, as ids of scopes are. */
export class RowCopy implements RowTable {
  readonly width: number
  count = 0
  readonly #row: Float64Array
  readonly #out: ByteWriter
  readonly #onRow: (values: Uint32Array | Float64Array, from: number) => void

  constructor(
    width: number,
    out: ByteWriter,
    onRow: (values: Uint32Array | Float64Array, from: number) => void = () => {},
  ) {
    this.width = width
    this.#row = new Float64Array(width)
    this.#out = out
    this.#onRow = onRow
  }

  storeRows(block: Uint32Array, from: number, rows: number): number {
    const end = from + rows * this.width
    for (let at = from; at < end; at += this.width) {
      this.#copy(block, at)
    }
    return end
  }

  storeRow(values: Float64Array): void {
    this.#copy(values, 0)
  }

  #copy(values: Uint32Array | Float64Array, from: number): void {
    this.#onRow(values, from)
    for (let at = 0; at < this.width; at++) {
      const value = values[from + at]
      this.#row[at] = value > 0x7fffffff && value <= 0xffffffff ? value | 0 : value
    }
    this.#out.row(this.#row, 0, this.width, this.count++ === 0)
  }

  refusal(_field: number, value: number): string | null {
    return value <= Number.MAX_SAFE_INTEGER ? null : `${value} is too large`
  }
}

/** Copies nested lists of whole numbers. */
export class NestedNumbers implements SectionReader {
  done = false
  #depth = 0
  readonly #out: ByteWriter

  constructor(out: ByteWriter) {
    this.#out = out
  }

  read(bytes: Uint8Array, start: number, base: number): number {
    let at = start
    while (at < bytes.length && !this.done) {
      const byte = bytes[at]
      if (!isWhitespace(byte)) this.#take(byte, base + at)
      at++
    }
    return at
  }

  #take(byte: number, offset: number): void {
    const inside = byte === COMMA || (byte >= ZERO && byte <= NINE)
    if (byte === LEFT_BRACKET) this.#depth++
    else if (byte === RIGHT_BRACKET) this.#depth--
    else if (!inside || this.#depth === 0) throw unexpectedByte(byte, offset, 'a list of numbers')
    if (this.#depth < 0) throw unexpectedByte(byte, offset, "'['")
    this.#out.byte(byte)
    this.done = this.#depth === 0
  }
}
