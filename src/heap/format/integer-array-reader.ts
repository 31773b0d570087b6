// Reads `[1,2,3]` from bytes into blocks of numbers. Nine tenths of a snapshot pass through `scan`, so it
// works on local variables, and numbers of up to nine digits never leave 32-bit arithmetic.

import {
  COMMA,
  LEFT_BRACKET,
  MINUS,
  NEWLINE,
  NINE,
  RIGHT_BRACKET,
  ZERO,
  isWhitespace,
} from './ascii.ts'
import { unexpectedByte } from './section-reader.ts'
import type { SectionReader } from './section-reader.ts'
import { SnapshotError } from './snapshot-error.ts'

/** Takes the numbers of one section in the order of the file. */
export interface NumberSink {
  /** Takes `block[0 … count - 1]`; returns `count`, or the index of the first number that it refuses. */
  store(block: Uint32Array, count: number): number
  /** Takes one number of any size; returns whether it is accepted. */
  storeOne(value: number): boolean
  /** Says why the last number was refused, e.g. `edge 7 points at …`. */
  refusal(): string
}

const BLOCK_NUMBERS = 8192
/** Nine digits always fit 32 bits. */
const NARROW_DIGITS = 9
/** More digits than any size or id has. */
const MOST_DIGITS = 20
/** Bytes of `0000`; taken from four digits they leave the digits' values, the first one lowest. */
const FOUR_ZEROS = 0x30303030
/** What makes a value above nine show in the higher half of its byte. */
const FOUR_SIXES = 0x06060606
const FOUR_HIGH_NIBBLES = 0xf0f0f0f0
const DIGIT_BIT = 0x10101010
/** The second byte of a word less `0`, where it is a comma. */
const SECOND_IS_COMMA = (COMMA ^ ZERO) << 8
/** A number of nine digits, a newline and a comma: with so many bytes left, `scan` needs no bounds checks. */
const SCAN_MARGIN = 12

/** V8 writes what does not fit 31 bits as a negative number: an element's index from 2^31 on, since Node 24. */
const WRAP = 2 ** 32

type State = 'before array' | 'first' | 'number' | 'digits' | 'after number' | 'end'

export class IntegerArrayReader implements SectionReader {
  readonly #sink: NumberSink
  readonly #block: Uint32Array = new Uint32Array(BLOCK_NUMBERS)
  #count = 0
  /** Offset of the first number of the block; it may have begun in an earlier chunk. */
  #blockOffset = 0
  #state: State = 'before array'
  #value = 0
  #digits = 0
  #negative = false
  #numberOffset = 0

  constructor(sink: NumberSink) {
    this.#sink = sink
  }

  get done(): boolean {
    return this.#state === 'end'
  }

  read(bytes: Uint8Array, start: number, base: number): number {
    let at = start
    while (at < bytes.length && this.#state !== 'end') {
      if (this.#state === 'number') at = this.#scan(bytes, at, base)
      if (at < bytes.length) at = this.#step(bytes, at, base)
    }
    this.#flush(bytes, base)
    return at
  }

  /**
   * The fast path: whole numbers with their comma, until something else comes or the chunk is nearly over. Half of
   * all numbers have one digit; the others are taken four digits at a time, without a branch for each.
   */
  #scan(bytes: Uint8Array, start: number, base: number): number {
    const block = this.#block
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const safeEnd = bytes.length - SCAN_MARGIN
    let count = this.#count
    let at = start
    if (count === 0) this.#blockOffset = base + at
    while (at < safeEnd) {
      const word = (view.getUint32(at, true) ^ FOUR_ZEROS) | 0
      let value = word & 0xff
      let next = at + 1
      if ((word & 0xff00) !== SECOND_IS_COMMA) {
        if ((((word + FOUR_SIXES) | word) & FOUR_HIGH_NIBBLES) === 0) {
          value = fourDigits(word)
          next = at + 4
          const stop = at + NARROW_DIGITS
          let digit = bytes[next] - ZERO
          while (digit >>> 0 <= 9 && next < stop) {
            value = (Math.imul(value, 10) + digit) | 0
            digit = bytes[++next] - ZERO
          }
        } else {
          // Digits have a bit that comma and newline lack; what other bytes have it is found out below.
          const ends = word & DIGIT_BIT
          const bits = (31 - Math.clz32(ends & -ends)) & 0x18
          if (bits === 0) break
          // Moved to the end of the word, with zeros before them.
          const digits = word << (32 - bits)
          if ((((digits + FOUR_SIXES) | digits) & FOUR_HIGH_NIBBLES) !== 0) break
          value = fourDigits(digits)
          next = at + (bits >>> 3)
        }
        let byte = bytes[next]
        if (byte === NEWLINE) byte = bytes[++next]
        if (byte !== COMMA) break
      } else if (value > 9) break
      block[count++] = value
      at = next + 1
      if (count === BLOCK_NUMBERS) {
        this.#count = count
        this.#flush(bytes, base)
        count = 0
        this.#blockOffset = base + at
      }
    }
    this.#count = count
    return at
  }

  /** One byte, with every case. */
  #step(bytes: Uint8Array, at: number, base: number): number {
    const byte = bytes[at]
    if (byte >= ZERO && byte <= NINE) this.#digit(byte, base + at)
    else if (isWhitespace(byte))
      this.#state = this.#state === 'digits' ? 'after number' : this.#state
    else if (byte === COMMA && this.#endsNumber()) this.#number(bytes, base, 'number')
    else if (byte === RIGHT_BRACKET && this.#endsNumber()) this.#number(bytes, base, 'end')
    else if (byte === RIGHT_BRACKET && this.#state === 'first') this.#state = 'end'
    else if (byte === LEFT_BRACKET && this.#state === 'before array') this.#state = 'first'
    else if (byte === MINUS && (this.#state === 'number' || this.#state === 'first')) {
      this.#begin(base + at)
      this.#negative = true
    } else throw unexpectedByte(byte, base + at, this.#expected())
    return at + 1
  }

  #endsNumber(): boolean {
    const ends = this.#state === 'digits' || this.#state === 'after number'
    return ends && this.#digits > 0
  }

  #digit(byte: number, offset: number): void {
    if (this.#state === 'first' || this.#state === 'number') this.#begin(offset)
    else if (this.#state !== 'digits') throw unexpectedByte(byte, offset, this.#expected())
    this.#value = this.#value * 10 + (byte - ZERO)
    this.#digits++
    if (this.#digits > MOST_DIGITS)
      throw this.#refused(this.#numberOffset, 'the number is too large')
  }

  #begin(offset: number): void {
    this.#state = 'digits'
    this.#value = 0
    this.#digits = 0
    this.#negative = false
    this.#numberOffset = offset
  }

  #number(bytes: Uint8Array, base: number, then: State): void {
    this.#state = then
    if (this.#negative) this.#unwrap()
    if (this.#digits <= NARROW_DIGITS) {
      if (this.#count === 0) this.#blockOffset = this.#numberOffset
      this.#block[this.#count++] = this.#value
      if (this.#count === BLOCK_NUMBERS) this.#flush(bytes, base)
      return
    }
    this.#flush(bytes, base)
    if (!this.#sink.storeOne(this.#value)) throw this.#refused(this.#numberOffset)
  }

  #unwrap(): void {
    if (this.#value === 0 || this.#value > WRAP / 2) {
      throw this.#refused(this.#numberOffset, `-${this.#value} is no number of a snapshot`)
    }
    this.#value = WRAP - this.#value
    this.#digits = NARROW_DIGITS + 1
  }

  #flush(bytes: Uint8Array, base: number): void {
    const count = this.#count
    if (count === 0) return
    this.#count = 0
    const stored = this.#sink.store(this.#block, count)
    if (stored < count) throw this.#refused(this.#offsetOf(stored, bytes, base))
  }

  /** Where the number with this index in the block begins, found by reading the chunk again. */
  #offsetOf(index: number, bytes: Uint8Array, base: number): number {
    if (index === 0) return this.#blockOffset
    let at = Math.max(0, this.#blockOffset - base)
    for (let commas = 0; commas < index; at++) if (bytes[at] === COMMA) commas++
    while (isWhitespace(bytes[at])) at++
    return base + at
  }

  #refused(offset: number, why: string = this.#sink.refusal()): SnapshotError {
    return new SnapshotError('SNAPSHOT_CORRUPT', `${why} (byte ${offset})`, offset)
  }

  #expected(): string {
    if (this.#state === 'before array') return "'[' of an array of whole numbers"
    if (this.#state === 'first') return "a whole number or ']'"
    if (this.#state === 'number') return 'a whole number'
    if (this.#state === 'digits') return "a digit, ',' or ']'"
    return "',' or ']'"
  }
}

/** The number whose digits are the bytes of a word, the first one lowest. */
function fourDigits(word: number): number {
  const pairs = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
  return (Math.imul(pairs, 100) + (pairs >>> 16)) & 0xffff
}
