// The outermost object of a snapshot: finds each section by its key and hands its bytes to the reader that
// knows it. One pass; nothing but the columns is kept.

import {
  BACKSLASH,
  COLON,
  COMMA,
  LEFT_BRACE,
  QUOTE,
  RIGHT_BRACE,
  isWhitespace,
  showByte,
} from './ascii.ts'
import { unexpectedByte } from './section-reader.ts'
import type { SectionReader } from './section-reader.ts'
import { SnapshotError } from './snapshot-error.ts'

const LONGEST_KEY = 64
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]
const GZIP_MAGIC = 0x1f

type State = 'start' | 'first key' | 'key' | 'in key' | 'colon' | 'value' | 'after value' | 'end'

/** What becomes of the sections of a snapshot. */
export interface Sections<Result> {
  /** Whether the section `snapshot` has been read. */
  readonly hasHeader: boolean
  /** The reader of the section `key`, whose value begins after `offset`. */
  open(key: string, offset: number): SectionReader
  /** Ends the section `key`; `offset` is the byte after it. */
  close(key: string, offset: number): void
  /** The result, once every section has been read. `end` is the length of the text. */
  result(end: number): Result
  /** What has been read of what was promised, for the message about a file that ends too early. */
  progress(): string
}

export class SnapshotParser<Result> {
  readonly #sections: Sections<Result>
  #state: State = 'start'
  /** Bytes taken so far: the offset of the next chunk. */
  #offset = 0
  #key = ''
  #escaped = false
  #reader: SectionReader | null = null

  constructor(sections: Sections<Result>) {
    this.#sections = sections
  }

  /** Takes the next bytes; throws a `SnapshotError` at the first one that cannot be right. */
  push(bytes: Uint8Array): void {
    try {
      for (let at = 0; at < bytes.length;) at = this.#take(bytes, at)
    } catch (error) {
      throw this.#sections.hasHeader ? error : foreign(error)
    }
    this.#offset += bytes.length
  }

  /** What the sections make, after the last chunk. */
  finish(): Result {
    const offset = this.#offset
    if (this.#state === 'start')
      throw new SnapshotError('SNAPSHOT_EMPTY', 'the file is empty', offset)
    if (this.#state !== 'end') {
      const within = this.#reader === null ? '' : ` in the section '${this.#key}'`
      const message = `the file ends at byte ${offset}${within}, ${this.#sections.progress()}`
      throw new SnapshotError('SNAPSHOT_TRUNCATED', message, offset)
    }
    return this.#sections.result(offset)
  }

  #take(bytes: Uint8Array, at: number): number {
    if (this.#reader === null) {
      this.#step(bytes[at], this.#offset + at)
      return at + 1
    }
    const next = this.#reader.read(bytes, at, this.#offset)
    if (this.#reader.done) {
      this.#sections.close(this.#key, this.#offset + next)
      this.#reader = null
      this.#state = 'after value'
    }
    return next
  }

  #step(byte: number, offset: number): void {
    if (this.#state === 'in key') this.#inKey(byte)
    else if (this.#state === 'start') this.#start(byte, offset)
    else if (!isWhitespace(byte)) this.#structure(byte, offset)
  }

  #start(byte: number, offset: number): void {
    if (isWhitespace(byte) || byte === BYTE_ORDER_MARK[offset]) return
    if (byte === LEFT_BRACE) {
      this.#state = 'first key'
      return
    }
    const hint = byte === GZIP_MAGIC ? 'Decompress it first: it begins as gzip does.' : undefined
    const message = `not a V8 heap snapshot: expected '{' at byte ${offset}, found ${showByte(byte)}`
    throw new SnapshotError('SNAPSHOT_NOT_A_SNAPSHOT', message, offset, hint)
  }

  #structure(byte: number, offset: number): void {
    const state = this.#state
    if (byte === QUOTE && (state === 'first key' || state === 'key')) {
      this.#state = 'in key'
      this.#key = ''
    } else if (byte === COLON && state === 'colon') {
      this.#state = 'value'
      this.#reader = this.#sections.open(this.#key, offset)
    } else if (byte === COMMA && state === 'after value') {
      this.#state = 'key'
    } else if (byte === RIGHT_BRACE && (state === 'after value' || state === 'first key')) {
      this.#state = 'end'
    } else {
      throw unexpectedByte(byte, offset, EXPECTED[state])
    }
  }

  #inKey(byte: number): void {
    if (byte === QUOTE && !this.#escaped) this.#state = 'colon'
    // A key that is longer, or has escapes or other letters, is none of those that are known.
    else if (this.#key.length < LONGEST_KEY) this.#key += String.fromCharCode(byte)
    this.#escaped = byte === BACKSLASH && !this.#escaped
  }
}

const EXPECTED: Readonly<Record<State, string>> = {
  start: "'{'",
  'first key': "a key or '}'",
  key: 'a key',
  'in key': "'\"'",
  colon: "':'",
  value: 'a value',
  'after value': "',' or '}'",
  end: 'the end of the file',
}

/** What is broken before the header has been seen was no snapshot in the first place. */
function foreign(error: unknown): unknown {
  if (!(error instanceof SnapshotError) || error.code !== 'SNAPSHOT_CORRUPT') return error
  const message = `not a V8 heap snapshot: ${error.message}`
  return new SnapshotError('SNAPSHOT_NOT_A_SNAPSHOT', message, error.offset)
}
