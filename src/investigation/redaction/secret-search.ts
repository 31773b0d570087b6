// Looks in a stream of bytes for any eight successive bytes of some secrets, in any of their forms, at 100 to
// 300 MB a second.

import { secretForms } from './secret-forms.ts'

/** The longest window. */
const MOST_WINDOW_BYTES = 48
/** Shorter secrets stand everywhere by chance. */
const SHORTEST_SECRET = 6

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

/** Places that are kept of each secret. */
const MOST_HITS = 20
const FILTER_BITS = 20

export class SecretSearch {
  readonly hits: SecretHit[] = []
  /** By the last four bytes of a window. */
  readonly #windows: Map<number, Window[]> = new Map()
  /** 1 where the hash of such four bytes has a window. */
  readonly #filter: Uint8Array = new Uint8Array(1 << FILTER_BITS)
  /** The end of what was taken, so that windows over two chunks are seen. */
  #tail: Uint8Array = new Uint8Array(0)
  #offset = 0
  /** By secret: how many hits are kept. */
  readonly #found: Uint8Array

  /** Throws a `RangeError` where a secret is shorter than `SHORTEST_SECRET` bytes. */
  constructor(secrets: readonly string[]) {
    this.#found = new Uint8Array(secrets.length)
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
    this.#tail = bytes.slice(Math.max(0, bytes.length - (MOST_WINDOW_BYTES - 1)))
  }

  #add(index: number, secret: string): void {
    if (Buffer.byteLength(secret) < SHORTEST_SECRET) {
      throw new RangeError(`secret ${index + 1} is shorter than ${SHORTEST_SECRET} bytes`)
    }
    for (const { encoding, bytes, window: bytesOfWindow } of secretForms(secret)) {
      // A shorter secret is looked for as a whole.
      const length = Math.min(bytesOfWindow, bytes.length)
      for (let from = 0; from + length <= bytes.length && length >= SHORTEST_SECRET; from++) {
        const window = bytes.slice(from, from + length)
        const last = window.slice(-4).reduce((word, byte) => (word << 8) | byte, 0)
        this.#filter[slot(last)] = 1
        const known = this.#windows.get(last) ?? []
        if (known.length === 0) this.#windows.set(last, known)
        known.push({ secret: index, encoding, bytes: window })
      }
    }
  }

  #look(bytes: Uint8Array, end: number, last: number, base: number): void {
    for (const { secret, encoding, bytes: window } of this.#windows.get(last) ?? []) {
      const from = end + 1 - window.length
      if (from < 0 || (this.#found[secret] ?? 0) >= MOST_HITS) continue
      if (!isEqual(window, bytes.subarray(from, end + 1))) continue
      // A window within the bytes that were kept from the last chunk has been seen with it.
      if (base + end < this.#offset) continue
      const { secret: lastSecret, offset } = this.hits.at(-1) ?? { secret: -1, offset: -1 }
      if (lastSecret === secret && offset === base + from) continue
      this.#found[secret] = (this.#found[secret] ?? 0) + 1
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
