// Keeps the numbers of a section that comes before the header, until the header says what they mean. V8
// writes the header first; a tool that sorts keys does not.

import { longerDoubles } from './growing-column.ts'
import type { NumberSink } from './integer-array-reader.ts'
import { SnapshotError } from './snapshot-error.ts'

export class NumberStash implements NumberSink {
  #numbers: Float64Array = new Float64Array(4096)
  #count = 0

  store(block: Uint32Array, count: number): number {
    this.#reserve(count)
    this.#numbers.set(block.subarray(0, count), this.#count)
    this.#count += count
    return count
  }

  storeOne(value: number): boolean {
    this.#reserve(1)
    this.#numbers[this.#count++] = value
    return true
  }

  refusal(): string {
    return ''
  }

  /** Hands everything to `sink`; `offset`, where the section begins, stands for the place of a refused number. */
  replay(sink: NumberSink, offset: number): void {
    for (let index = 0; index < this.#count; index++) {
      if (sink.storeOne(this.#numbers[index])) continue
      const why = `${sink.refusal()} (number ${index} of the array at byte ${offset})`
      throw new SnapshotError('SNAPSHOT_CORRUPT', why, offset)
    }
    this.#numbers = new Float64Array(0)
    this.#count = 0
  }

  #reserve(more: number): void {
    const needed = this.#count + more
    if (needed <= this.#numbers.length) return
    this.#numbers = longerDoubles(this.#numbers, Math.max(needed, this.#numbers.length * 2))
  }
}
