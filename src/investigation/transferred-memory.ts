// Buffers that were handed over to another thread: Node counts them where they were made (`arrayBuffers`), V8 where
// they are held (`external`). What a thread has made and another one holds is not the first one's growth.

import type { Sample } from '../protocol/index.ts'

/** The samples of one thread, with when it started on a clock that all threads share, ms. */
export interface ThreadSamples {
  readonly startedAtMs: number
  readonly samples: readonly Sample[]
}

/** Bytes from which on it is worth a look, well above what a thread's other external memory moves by. */
const WORTH_BYTES = 1_000_000

/**
 * The samples with `arrayBufferBytes` less what other threads of the process hold of it, never below what V8 says is
 * held here; the very same array where nothing was handed over. O(samples of all threads).
 */
export function withoutTransferred(
  own: ThreadSamples,
  others: readonly ThreadSamples[],
): readonly Sample[] {
  const last = own.samples.at(-1)
  if (last === undefined || last.arrayBufferBytes - last.externalBytes < WORTH_BYTES)
    return own.samples
  const holders = others.filter(({ samples }) => foreign(samples, samples.at(-1)) >= WORTH_BYTES)
  if (holders.length === 0) return own.samples
  const next = holders.map(() => 0)
  return own.samples.map((sample) => {
    const atMs = own.startedAtMs + sample.atMs
    let elsewhere = 0
    for (const [index, { startedAtMs, samples }] of holders.entries()) {
      let at = next[index] ?? 0
      while (at < samples.length && startedAtMs + (samples[at]?.atMs ?? 0) <= atMs) at++
      next[index] = at
      elsewhere += foreign(samples, samples[at - 1])
    }
    const least = Math.min(sample.arrayBufferBytes, sample.externalBytes)
    return {
      ...sample,
      arrayBufferBytes: Math.max(least, sample.arrayBufferBytes - elsewhere),
    }
  })
}

/** Bytes held by a thread beyond the buffers that it made, over what that was at first. */
function foreign(samples: readonly Sample[], sample: Sample | undefined): number {
  const [first] = samples
  if (first === undefined || sample === undefined) return 0
  return Math.max(0, excess(sample) - excess(first))
}

function excess(sample: Sample): number {
  return sample.externalBytes - sample.arrayBufferBytes
}
