// The outermost object of a snapshot on its way through: each section goes to what redacts it, in the order in which V8
// writes them. What is not known is left out, never copied.

import {
  BACKSLASH,
  COLON,
  COMMA,
  LEFT_BRACE,
  QUOTE,
  RIGHT_BRACE,
  isWhitespace,
  showByte,
} from '../format/ascii.ts'
import { unexpectedByte } from '../format/section-reader.ts'
import type { SectionReader } from '../format/section-reader.ts'
import { SnapshotError } from '../format/snapshot-error.ts'
import { ByteWriter } from './byte-writer.ts'
import { RedactedSections } from './redacted-sections.ts'
import type { RedactionCounts, RedactorOptions } from './redacted-sections.ts'

const LONGEST_KEY = 64

type State = 'start' | 'first key' | 'key' | 'in key' | 'colon' | 'value' | 'after value' | 'end'

/**
 * Takes the bytes of a snapshot in pieces of any size and hands out those of the same graph without contents. Memory:
 * 2 bytes a node, 2 a string and 16 MiB at most for all the rest, whatever the size of the file.
 */
export class SnapshotRedactor {
  readonly #out: ByteWriter
  readonly #sections: RedactedSections
  #state: State = 'start'
  #offset = 0
  #key = ''
  #escaped = false
  #reader: SectionReader | null = null

  /** `write` gets the output in pieces that nobody changes afterwards. */
  constructor(options: RedactorOptions, write: (piece: Uint8Array) => void) {
    this.#out = new ByteWriter(write)
    this.#sections = new RedactedSections(options, this.#out)
  }

  /** Takes the next bytes. Throws a `SnapshotError` at the first one that cannot be right. */
  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      if (this.#reader === null) {
        this.#step(bytes[at], this.#offset + at)
        at++
        continue
      }
      at = this.#reader.read(bytes, at, this.#offset)
      if (!this.#reader.done) continue
      this.#sections.close(this.#key, this.#offset + at)
      this.#reader = null
      this.#state = 'after value'
    }
    this.#offset += bytes.length
  }

  /** After the last bytes: writes what is left and says what was done. */
  finish(): RedactionCounts {
    const offset = this.#offset
    if (this.#state === 'start') throw new SnapshotError('SNAPSHOT_EMPTY', 'the file is empty')
    if (this.#state !== 'end') {
      throw new SnapshotError('SNAPSHOT_TRUNCATED', `the file ends at byte ${offset}`, offset)
    }
    const counts = this.#sections.finish(offset)
    this.#out.flush()
    return counts
  }

  #step(byte: number, offset: number): void {
    if (this.#state === 'in key') this.#inKey(byte)
    else if (this.#state === 'start') this.#start(byte, offset)
    else if (!isWhitespace(byte)) this.#structure(byte, offset)
  }

  #start(byte: number, offset: number): void {
    if (isWhitespace(byte)) return
    if (byte !== LEFT_BRACE) {
      const message = `not a V8 heap snapshot: expected '{' at byte ${offset}, found ${showByte(byte)}`
      throw new SnapshotError('SNAPSHOT_NOT_A_SNAPSHOT', message, offset)
    }
    this.#state = 'first key'
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
      throw unexpectedByte(byte, offset, 'the next section')
    }
  }

  #inKey(byte: number): void {
    if (byte === QUOTE && !this.#escaped) this.#state = 'colon'
    else if (this.#key.length < LONGEST_KEY) this.#key += String.fromCharCode(byte)
    this.#escaped = byte === BACKSLASH && !this.#escaped
  }
}
