// Reads `["a","b"]` from bytes into one run of UTF-8. Escapes are resolved on the way, which only ever makes
// the text shorter; nothing is decoded to a JavaScript string here.

import { BACKSLASH, COMMA, LEFT_BRACKET, QUOTE, RIGHT_BRACKET, isWhitespace } from './ascii.ts'
import { longerBytes, longerWords } from './growing-column.ts'
import { unexpectedByte } from './section-reader.ts'
import type { SectionReader } from './section-reader.ts'
import { SnapshotError } from './snapshot-error.ts'
import { StringColumns } from './string-columns.ts'
import { encodeUtf8 } from './utf8.ts'

const MOST_BYTES = 0xffffffff
const FIRST_BYTES = 65536
/** Longest run that an escape may add: a surrogate flushed alone, and what follows it. */
const ESCAPE_ROOM = 8

/** What `\n` and its like stand for, by the letter's code. */
const SHORT_ESCAPES: ReadonlyMap<number, number> = new Map(
  Object.entries({ '"': 34, '\\': 92, '/': 47, b: 8, f: 12, n: 10, r: 13, t: 9 }).map(
    ([letter, code]) => [letter.charCodeAt(0), code],
  ),
)

type State =
  | 'before array'
  | 'first'
  | 'string'
  | 'text'
  | 'escape'
  | 'hex'
  | 'after string'
  | 'end'

export class StringArrayReader implements SectionReader {
  #state: State = 'before array'
  #bytes: Uint8Array
  #used = 0
  #start: Uint32Array = new Uint32Array(4096)
  #count = 0
  /** Digits of a `\u` escape seen so far, and their value. */
  #hexDigits = 0
  #hex = 0
  /** A high surrogate that waits for its low one; 0 where none does. */
  #high = 0

  /** `possibleBytes` is what the file can still hold; `Infinity` where its length is not known. */
  constructor(possibleBytes: number) {
    const possible = possibleBytes === Infinity ? FIRST_BYTES : Math.max(0, possibleBytes)
    const capacity = Math.min(possible + ESCAPE_ROOM, MOST_BYTES)
    this.#bytes = longerBytes(new Uint8Array(0), capacity)
  }

  get done(): boolean {
    return this.#state === 'end'
  }

  /** The strings; call it once, when `done`. */
  columns(): StringColumns {
    return new StringColumns(
      this.#bytes.subarray(0, this.#used),
      this.#start.slice(0, this.#count + 1),
      this.#count,
    )
  }

  read(bytes: Uint8Array, start: number, base: number): number {
    this.#reserve(bytes.length - start, base + start)
    let at = start
    while (at < bytes.length && this.#state !== 'end') {
      if (this.#state === 'text') at = this.#copy(bytes, at)
      if (at < bytes.length) this.#step(bytes[at], base + at)
      at++
    }
    return Math.min(at, bytes.length)
  }

  /** Copies up to the next quote or backslash; returns its index. */
  #copy(bytes: Uint8Array, start: number): number {
    if (this.#high !== 0 && bytes[start] !== BACKSLASH) this.#flushHigh()
    const out = this.#bytes
    const end = bytes.length
    let used = this.#used
    let at = start
    for (; at < end; at++) {
      const byte = bytes[at]
      if (byte === QUOTE || byte === BACKSLASH) break
      out[used++] = byte
    }
    this.#used = used
    return at
  }

  #step(byte: number, offset: number): void {
    if (this.#state === 'text') this.#state = byte === QUOTE ? this.#endString() : 'escape'
    else if (this.#state === 'escape') this.#escape(byte, offset)
    else if (this.#state === 'hex') this.#hexDigit(byte, offset)
    else if (isWhitespace(byte)) return
    else this.#state = this.#between(byte, offset)
  }

  /** Outside of strings. */
  #between(byte: number, offset: number): State {
    const state = this.#state
    if (byte === QUOTE && (state === 'first' || state === 'string')) return 'text'
    if (byte === COMMA && state === 'after string') return 'string'
    if (byte === RIGHT_BRACKET && (state === 'first' || state === 'after string')) return 'end'
    if (byte === LEFT_BRACKET && state === 'before array') return 'first'
    throw unexpectedByte(byte, offset, this.#expected())
  }

  #endString(): State {
    this.#flushHigh()
    this.#count++
    if (this.#count === this.#start.length) {
      this.#start = longerWords(this.#start, this.#count * 2)
    }
    this.#start[this.#count] = this.#used
    return 'after string'
  }

  #escape(byte: number, offset: number): void {
    if (byte === 'u'.charCodeAt(0)) {
      this.#state = 'hex'
      this.#hex = 0
      this.#hexDigits = 0
      return
    }
    const code = SHORT_ESCAPES.get(byte)
    if (code === undefined) throw unexpectedByte(byte, offset, 'an escape of JSON')
    this.#flushHigh()
    this.#bytes[this.#used++] = code
    this.#state = 'text'
  }

  #hexDigit(byte: number, offset: number): void {
    const digit = Number.parseInt(String.fromCharCode(byte), 16)
    if (Number.isNaN(digit)) throw unexpectedByte(byte, offset, 'a hexadecimal digit')
    this.#hex = this.#hex * 16 + digit
    this.#hexDigits++
    if (this.#hexDigits < 4) return
    this.#state = 'text'
    this.#unit(this.#hex)
  }

  #unit(unit: number): void {
    if (this.#high !== 0 && unit >= 0xdc00 && unit < 0xe000) {
      const point = 0x10000 + ((this.#high - 0xd800) << 10) + (unit - 0xdc00)
      this.#high = 0
      this.#used = encodeUtf8(point, this.#bytes, this.#used)
      return
    }
    this.#flushHigh()
    if (unit >= 0xd800 && unit < 0xdc00) this.#high = unit
    else this.#used = encodeUtf8(unit, this.#bytes, this.#used)
  }

  #flushHigh(): void {
    if (this.#high === 0) return
    this.#used = encodeUtf8(this.#high, this.#bytes, this.#used)
    this.#high = 0
  }

  #reserve(more: number, offset: number): void {
    const needed = this.#used + more + ESCAPE_ROOM
    if (needed <= this.#bytes.length) return
    if (needed > MOST_BYTES) {
      throw new SnapshotError('SNAPSHOT_TOO_LARGE', 'the strings exceed 4 GiB', offset)
    }
    this.#bytes = longerBytes(this.#bytes, Math.min(MOST_BYTES, Math.max(needed, this.#used * 2)))
  }

  #expected(): string {
    if (this.#state === 'before array') return "'[' of an array of strings"
    if (this.#state === 'first') return "a string or ']'"
    return this.#state === 'string' ? 'a string' : "',' or ']'"
  }
}
