// The strings as one run of UTF-8 bytes with their starts: a string costs its bytes and four more.

import type { StringTable } from '../graph/heap-graph.ts'
import { decodeUtf8 } from './utf8.ts'

export class StringColumns implements StringTable {
  readonly count: number
  readonly #bytes: Uint8Array
  /** `count + 1` entries. */
  readonly #start: Uint32Array

  constructor(bytes: Uint8Array, start: Uint32Array, count: number) {
    this.#bytes = bytes
    this.#start = start
    this.count = count
  }

  get(index: number): string {
    if (!this.#has(index)) return ''
    return decodeUtf8(this.#bytes, this.#start[index], this.#start[index + 1])
  }

  byteLength(index: number): number {
    return this.#has(index) ? this.#start[index + 1] - this.#start[index] : 0
  }

  find(text: string): number {
    const bytes = this.#bytes
    const start = this.#start
    const codes = Uint8Array.from(text, (letter) => letter.charCodeAt(0))
    for (let index = 0; index < this.count; index++) {
      const from = start[index]
      if (start[index + 1] - from !== codes.length) continue
      let at = 0
      while (at < codes.length && bytes[from + at] === codes[at]) at++
      if (at === codes.length) return index
    }
    return -1
  }

  #has(index: number): boolean {
    return Number.isInteger(index) && index >= 0 && index < this.count
  }
}
