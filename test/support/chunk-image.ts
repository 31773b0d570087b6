// A stretch of another process's memory as glibc's malloc lays it out, to be walked in tests.

import type { ReadMemory } from '../../src/target/node/process-memory/chunk-walk.ts'

export const IN_USE = 1
export const MAPPED = 2
export const OTHER_ARENA = 4

export interface Chunk {
  readonly size: number
  readonly used: boolean
}

/** Memory that begins at `start`; reading outside of it gives nothing, as /proc does. */
export class ChunkImage {
  readonly start: number
  readonly #bytes: Buffer

  constructor(start: number, length: number) {
    this.start = start
    this.#bytes = Buffer.alloc(length, 0xa7)
  }

  get end(): number {
    return this.start + this.#bytes.length
  }

  word(address: number, value: number): this {
    this.#bytes.writeBigUInt64LE(BigInt(value), address - this.start)
    return this
  }

  /** Writes chunks one after another from `at` on, and returns where the next would begin. */
  row(at: number, chunks: readonly Chunk[], flags: number = 0): number {
    let address = at
    let before = true
    for (const { size, used } of chunks) {
      this.word(address + 8, size + flags + (before ? IN_USE : 0))
      before = used
      address += size
    }
    return address
  }

  get read(): ReadMemory {
    return (buffer, address) => {
      const from = address - this.start
      if (from < 0 || from >= this.#bytes.length) return 0
      return this.#bytes.copy(buffer, 0, from, Math.min(this.#bytes.length, from + buffer.length))
    }
  }
}
