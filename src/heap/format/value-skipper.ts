// Passes over one JSON value of any kind, for sections that this version does not know; keeps its bytes where
// asked to (the header).

import {
  BACKSLASH,
  COLON,
  COMMA,
  LEFT_BRACE,
  LEFT_BRACKET,
  QUOTE,
  RIGHT_BRACE,
  RIGHT_BRACKET,
  isWhitespace,
} from './ascii.ts'
import { longerBytes } from './growing-column.ts'
import { unexpectedByte } from './section-reader.ts'
import type { SectionReader } from './section-reader.ts'
import { SnapshotError } from './snapshot-error.ts'
import { decodeUtf8 } from './utf8.ts'

/** `trace_tree` nests twice per stack frame; V8 keeps 64 frames. */
const DEEPEST = 4096

export class ValueSkipper implements SectionReader {
  done = false
  #inString = false
  #escaped = false
  /** Within a number or a word (`true`, `null`) that is the whole value. */
  #inWord = false
  #depth = 0
  /** Opening byte of each level. */
  readonly #open: Uint8Array = new Uint8Array(DEEPEST)
  readonly #mostKept: number
  #kept: Uint8Array = new Uint8Array(0)
  #keptLength = 0

  /** Keeps the value's bytes where `mostKept` is not 0; a longer value is `SNAPSHOT_TOO_LARGE`. */
  constructor(mostKept: number = 0) {
    this.#mostKept = mostKept
  }

  /** The value's text, where it was kept. */
  text(): string {
    return decodeUtf8(this.#kept, 0, this.#keptLength)
  }

  read(bytes: Uint8Array, start: number, base: number): number {
    let at = start
    while (at < bytes.length && !this.done) {
      if (this.#inString) at = this.#string(bytes, at)
      else if (this.#step(bytes[at], base + at)) at++
    }
    if (this.#mostKept > 0) this.#keep(bytes.subarray(start, at), base + at)
    return at
  }

  #string(bytes: Uint8Array, start: number): number {
    let at = start
    for (; at < bytes.length; at++) {
      const byte = bytes[at]
      if (this.#escaped) this.#escaped = false
      else if (byte === BACKSLASH) this.#escaped = true
      else if (byte === QUOTE) {
        this.#inString = false
        this.done = this.#depth === 0
        return at + 1
      }
    }
    return at
  }

  /** Returns whether the byte belongs to the value. */
  #step(byte: number, offset: number): boolean {
    const separator = byte === COMMA || isWhitespace(byte)
    const closing = byte === RIGHT_BRACE || byte === RIGHT_BRACKET
    if (this.#depth === 0 && this.#inWord && (separator || closing)) {
      this.done = true
      return false
    }
    if (separator && (this.#depth > 0 || byte !== COMMA)) return true
    if (byte === COLON && this.#depth > 0) return true
    if (byte === QUOTE) this.#inString = true
    else if (byte === LEFT_BRACE || byte === LEFT_BRACKET) this.#enter(byte, offset)
    else if (closing) this.#leave(byte, offset)
    else if (isWordByte(byte)) this.#inWord = this.#depth === 0
    else throw unexpectedByte(byte, offset, 'a JSON value')
    return true
  }

  #enter(byte: number, offset: number): void {
    if (this.#depth === DEEPEST) {
      const message = `values are nested deeper than ${DEEPEST} levels at byte ${offset}`
      throw new SnapshotError('SNAPSHOT_CORRUPT', message, offset)
    }
    this.#open[this.#depth++] = byte
  }

  #leave(byte: number, offset: number): void {
    // '[' and ']', '{' and '}' lie two apart.
    if (this.#depth === 0 || this.#open[this.#depth - 1] !== byte - 2) {
      throw unexpectedByte(byte, offset, 'a JSON value')
    }
    this.#depth--
    this.done = this.#depth === 0
  }

  #keep(bytes: Uint8Array, offset: number): void {
    const length = this.#keptLength + bytes.length
    if (length > this.#mostKept) {
      const message = `the header is longer than ${this.#mostKept} bytes (byte ${offset})`
      throw new SnapshotError('SNAPSHOT_TOO_LARGE', message, offset)
    }
    if (length > this.#kept.length) {
      this.#kept = longerBytes(this.#kept, Math.min(this.#mostKept, length * 2))
    }
    this.#kept.set(bytes, this.#keptLength)
    this.#keptLength = length
  }
}

/** Letters, digits, `+`, `-`, `.`: whatever numbers and the three words of JSON are made of. */
function isWordByte(byte: number): boolean {
  const letter = byte | 0x20
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (letter >= 0x61 && letter <= 0x7a) ||
    byte === 0x2b ||
    byte === 0x2d ||
    byte === 0x2e
  )
}
