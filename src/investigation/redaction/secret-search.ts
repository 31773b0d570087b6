// Looks in a stream of bytes for any eight successive bytes of some secrets, in any of their forms.

import { secretForms } from './secret-forms.ts'

/** Bytes of a window; a shorter secret is looked for as a whole. */
const WINDOW_BYTES = 8
/** Shorter secrets stand everywhere by chance. */
const SHORTEST_SECRET = 4

export interface SecretHit {
  /** Index of the secret in the list. */
  readonly secret: number
  readonly encoding: string
  /** Byte offset of the window. */
  readonly offset: number
}

interface Window {
  readonly secret: number
  readonly encoding: string
  readonly bytes: Uint8Array
}

const MOST_HITS = 1000
const FILTER_BITS = 16

export class SecretSearch {
  readonly hits: SecretHit[] = []
  /** By the last four bytes of a window. */
  readonly #windows: Map<number, Window[]> = new Map()
  /** 1 where the hash of such four bytes has a window. */
  readonly #filter: Uint8Array = new Uint8Array(1 << FILTER_BITS)
  /** The end of what was taken, so that windows over two chunks are seen. */
  #tail: Uint8Array = new Uint8Array(0)
  #offset = 0

  /** Throws a `RangeError` where a secret is shorter than `SHORTEST_SECRET` bytes. */
  constructor(secrets: readonly string[]) {
    for (const [index, secret] of secrets.entries()) this.#add(index, secret)
  }

  /** Takes the next bytes. O(bytes). */
  push(chunk: Uint8Array): void {
    const bytes = new Uint8Array(this.#tail.length + chunk.length)
    bytes.set(this.#tail)
    bytes.set(chunk, this.#tail.length)
    const base = this.#offset - this.#tail.length
    const filter = this.#filter
    let last = 0
    for (let at = 0; at < bytes.length; at++) {
      last = (last << 8) | (bytes[at] ?? 0)
      if (filter[slot(last)] === 1 && at >= 3) this.#look(bytes, at, last, base)
    }
    this.#offset += chunk.length
    this.#tail = bytes.slice(Math.max(0, bytes.length - (WINDOW_BYTES - 1)))
  }

  #add(index: number, secret: string): void {
    if (Buffer.byteLength(secret) < SHORTEST_SECRET) {
      throw new RangeError(`secret ${index + 1} is shorter than ${SHORTEST_SECRET} bytes`)
    }
    for (const { encoding, bytes } of secretForms(secret)) {
      const length = Math.min(WINDOW_BYTES, bytes.length)
      for (let from = 0; from + length <= bytes.length && length >= SHORTEST_SECRET; from++) {
        const window = bytes.slice(from, from + length)
        const last = window.slice(-4).reduce((word, byte) => (word << 8) | byte, 0)
        this.#filter[slot(last)] = 1
        const known = this.#windows.get(last) ?? []
        if (known.length === 0) this.#windows.set(last, known)
        const isKnown = known.some(
          (other) => other.secret === index && isEqual(other.bytes, window),
        )
        if (!isKnown) known.push({ secret: index, encoding, bytes: window })
      }
    }
  }

  #look(bytes: Uint8Array, end: number, last: number, base: number): void {
    for (const { secret, encoding, bytes: window } of this.#windows.get(last) ?? []) {
      const from = end + 1 - window.length
      if (this.hits.length === MOST_HITS || from < 0) continue
      if (!isEqual(window, bytes.subarray(from, end + 1))) continue
      // A window within the bytes that were kept from the last chunk has been seen with it.
      if (base + end < this.#offset) continue
      this.hits.push({ secret, encoding, offset: base + from })
    }
  }
}

function slot(word: number): number {
  return Math.imul(word, 0x9e3779b1) >>> (32 - FILTER_BITS)
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => other[at] === byte)
}
