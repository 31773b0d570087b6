// The `strings` section on its way through: every string is replaced unless a rule keeps it. One string is held at a
// time, and of a long one only its beginning.

import {
  BACKSLASH,
  COMMA,
  LEFT_BRACKET,
  NEWLINE,
  QUOTE,
  RIGHT_BRACKET,
  isWhitespace,
} from '../format/ascii.ts'
import { unexpectedByte } from '../format/section-reader.ts'
import type { SectionReader } from '../format/section-reader.ts'
import { decodeUtf8 } from '../format/utf8.ts'
import type { ByteWriter } from './byte-writer.ts'
import type { SipHash } from './sip-hash.ts'

/** A string as the rules see it. */
export interface PassedString {
  readonly index: number
  /** The text, or the beginning of a long one. */
  readonly text: string
  readonly whole: boolean
  /** UTF-16 units. */
  readonly length: number
  readonly latin1: boolean
  /** Keyed hash of the whole text; computed when it is asked for. */
  readonly hash: () => readonly [number, number]
}

/** What to write instead. */
export type Rewrite = (string: PassedString) => string

/** Bytes of JSON that are held: more than any name, any path, and any string that V8 does not cut. */
const HELD_BYTES = 8192

/** ASCII without quotes and backslashes. */
const PLAIN = /^[ !#-[\]-~]*$/

type State = 'before array' | 'first' | 'string' | 'text' | 'escaped' | 'after string' | 'end'

export class StringPass implements SectionReader {
  count = 0
  readonly #rewrite: Rewrite
  readonly #hash: SipHash
  readonly #out: ByteWriter
  readonly #held: Uint8Array = new Uint8Array(HELD_BYTES)
  #heldBytes = 0
  /** Of the string that passes: */
  #bytes = 0
  #length = 0
  #latin1 = true
  /** Digits of a `\u` escape that are still to come, and their value. */
  #digits = 0
  #unit = 0
  #state: State = 'before array'

  constructor(rewrite: Rewrite, hash: SipHash, out: ByteWriter) {
    this.#rewrite = rewrite
    this.#hash = hash
    this.#out = out
  }

  get done(): boolean {
    return this.#state === 'end'
  }

  read(bytes: Uint8Array, start: number, base: number): number {
    let at = start
    while (at < bytes.length && this.#state !== 'end') {
      if (this.#state === 'text') at = this.#text(bytes, at, base)
      else this.#step(bytes[at], base + at++)
    }
    return at
  }

  /** Takes text up to a quote or a backslash; returns the index after it. */
  #text(bytes: Uint8Array, start: number, base: number): number {
    let at = start
    for (; at < bytes.length; at++) {
      const byte = bytes[at]
      if (byte === QUOTE || byte === BACKSLASH) break
      if (this.#digits > 0) this.#hexDigit(byte, base + at)
      else if (byte < 0x80) this.#length++
      else if (byte >= 0xc0) this.#lead(byte)
    }
    this.#hold(bytes, start, at)
    if (at === bytes.length) return at
    if (this.#digits > 0) throw unexpectedByte(bytes[at], base + at, 'a hexadecimal digit')
    if (bytes[at] === QUOTE) this.#endString()
    else {
      this.#hold(bytes, at, at + 1)
      this.#state = 'escaped'
    }
    return at + 1
  }

  #lead(byte: number): void {
    this.#length += byte >= 0xf0 ? 2 : 1
    if (byte > 0xc3) this.#latin1 = false
  }

  #hexDigit(byte: number, offset: number): void {
    const digit = Number.parseInt(String.fromCharCode(byte), 16)
    if (Number.isNaN(digit)) throw unexpectedByte(byte, offset, 'a hexadecimal digit')
    this.#unit = this.#unit * 16 + digit
    if (--this.#digits === 0 && this.#unit > 0xff) this.#latin1 = false
  }

  #hold(bytes: Uint8Array, from: number, to: number): void {
    this.#bytes += to - from
    for (let at = from; at < to;) {
      const part = Math.min(to - at, HELD_BYTES - this.#heldBytes)
      this.#held.set(bytes.subarray(at, at + part), this.#heldBytes)
      this.#heldBytes += part
      at += part
      if (at === to) return
      // The beginning is read by the rules only if it is the whole, so it may be hashed and overwritten.
      this.#hash.update(this.#held, 0, HELD_BYTES)
      this.#heldBytes = 0
    }
  }

  #step(byte: number, offset: number): void {
    if (this.#state === 'escaped') this.#escape(byte, offset)
    else if (!isWhitespace(byte)) this.#state = this.#between(byte, offset)
  }

  #escape(byte: number, offset: number): void {
    const letter = String.fromCharCode(byte)
    if (!'"\\/bfnrtu'.includes(letter)) throw unexpectedByte(byte, offset, 'an escape of JSON')
    this.#hold(Uint8Array.of(byte), 0, 1)
    this.#length++
    this.#unit = 0
    this.#digits = letter === 'u' ? 4 : 0
    this.#state = 'text'
  }

  /** Outside of strings. */
  #between(byte: number, offset: number): State {
    const state = this.#state
    if (byte === QUOTE && (state === 'first' || state === 'string')) return this.#beginString()
    if (byte === COMMA && state === 'after string') return 'string'
    const ends = byte === RIGHT_BRACKET && (state === 'first' || state === 'after string')
    if (ends || (byte === LEFT_BRACKET && state === 'before array')) {
      this.#out.byte(byte)
      return ends ? 'end' : 'first'
    }
    const expected = state === 'before array' ? "'[' of an array of strings" : 'a string'
    throw unexpectedByte(byte, offset, expected)
  }

  #beginString(): State {
    this.#heldBytes = 0
    this.#bytes = 0
    this.#length = 0
    this.#latin1 = true
    this.#hash.reset()
    return 'text'
  }

  #endString(): void {
    const whole = this.#bytes <= HELD_BYTES && this.#bytes === this.#heldBytes
    const raw = whole ? decodeUtf8(this.#held, 0, this.#heldBytes) : ''
    const shown = this.#rewrite({
      index: this.count,
      text: whole ? unescaped(raw) : '',
      whole,
      length: this.#length,
      latin1: this.#latin1,
      hash: () => {
        this.#hash.update(this.#held, 0, this.#heldBytes)
        return this.#hash.digest()
      },
    })
    if (this.count > 0) {
      this.#out.byte(COMMA)
      this.#out.byte(NEWLINE)
    }
    this.#out.ascii(escaped(shown))
    this.count++
    this.#state = 'after string'
  }
}

function unescaped(raw: string): string {
  return raw.includes('\\') ? String(JSON.parse(`"${raw.replace(/\p{Cc}/gu, ' ')}"`)) : raw
}

/** JSON of ASCII alone, as V8 writes it. */
function escaped(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
