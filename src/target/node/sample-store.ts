// The samples of one isolate, for as long as the run lasts, in bounded memory: what grows old is thinned out.

import type { Sample } from '../../protocol/index.ts'

/** About three hours of one sample a second, some 20 MB. */
const DEFAULT_LIMIT = 10_000

/** Samples in the order of their time; the first and the newest half are always whole. */
export class SampleStore {
  readonly #samples: Sample[] = []
  readonly #limit: number

  constructor(limit: number = DEFAULT_LIMIT) {
    this.#limit = limit
  }

  get samples(): readonly Sample[] {
    return this.#samples
  }

  add(sample: Sample): void {
    this.#samples.push(sample)
    if (this.#samples.length > this.#limit) this.#thin()
  }

  /** Drops every second sample of the older half; those taken at collections only where the others do not suffice. */
  #thin(): void {
    const half = Math.floor(this.#samples.length / 2)
    const older = this.#samples.slice(1, half)
    const intervals = older.filter((sample) => sample.trigger === 'interval')
    const candidates = intervals.length * 4 > older.length ? intervals : older
    const dropped = new Set(candidates.filter((_, index) => index % 2 === 0))
    const kept = older.filter((sample) => !dropped.has(sample))
    this.#samples.splice(1, half - 1, ...kept)
  }
}
