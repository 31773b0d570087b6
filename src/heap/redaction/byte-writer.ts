// Collects output into pieces of 64 KiB. Numbers are written as digits here, so that nothing of the input is ever
// copied unread.

import { COMMA, NEWLINE, ZERO } from '../format/ascii.ts'

const PIECE_BYTES = 65536
/** A number, a comma and a newline. */
const LONGEST_NUMBER = 24
/** Larger numbers, which are rare, take the slow way. */
const LARGEST_FAST = 0x7fffffff

export class ByteWriter {
  readonly #write: (piece: Uint8Array) => void
  #piece: Uint8Array = new Uint8Array(PIECE_BYTES)
  #used = 0
  readonly #digits: Uint8Array = new Uint8Array(LONGEST_NUMBER)

  /** `write` gets pieces that nobody changes afterwards. */
  constructor(write: (piece: Uint8Array) => void) {
    this.#write = write
  }

  /** Text of ASCII. */
  ascii(text: string): void {
    for (let at = 0; at < text.length; at++) this.byte(text.charCodeAt(at))
  }

  byte(byte: number): void {
    if (this.#used === PIECE_BYTES) this.flush()
    this.#piece[this.#used++] = byte
  }

  /** A row of an array: `,` and a newline before all but the first, as V8 lays them out. */
  row(values: Uint32Array | Float64Array, from: number, width: number, first: boolean): void {
    if (!first) {
      this.byte(NEWLINE)
      this.byte(COMMA)
    }
    for (let at = from; at < from + width; at++) {
      if (at > from) this.byte(COMMA)
      this.#number(values[at])
    }
  }

  flush(): void {
    if (this.#used === 0) return
    this.#write(this.#piece.subarray(0, this.#used))
    this.#piece = new Uint8Array(PIECE_BYTES)
    this.#used = 0
  }

  #number(value: number): void {
    if (value > LARGEST_FAST || value < 0) return this.ascii(String(value))
    if (this.#used + LONGEST_NUMBER > PIECE_BYTES) this.flush()
    let rest = value
    if (rest < 10) {
      this.#piece[this.#used++] = ZERO + rest
      return
    }
    const digits = this.#digits
    let count = 0
    while (rest > 0) {
      const tenth = (rest / 10) | 0
      digits[count++] = ZERO + (rest - Math.imul(tenth, 10))
      rest = tenth
    }
    while (count > 0) this.#piece[this.#used++] = digits[--count]
  }
}
