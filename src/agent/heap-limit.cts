// Watches a heap that nears its limit. V8 tells JavaScript nothing at the limit itself, and the last piece of work may run
// without a turn of the event loop, so what is cheap to know is sent on the way there, while there is still room for it.

import type { NearLimit, Sample } from '../protocol/index.ts'
import type { OwnSampling } from './commands.cts'

/** Shares of the limit: at the first sampling starts, at each further one what it has seen is sent. */
const LEVELS = [0.5, 0.65, 0.78, 0.88, 0.95] as const
/** A heap that stays this long where it is has come to rest, ms. */
const REST_MS = 60_000
/** Sampled allocations between the first level and the limit: some kilobytes of profile each hundred. */
const SAMPLES = 1500
const SMALLEST_INTERVAL_BYTES = 32 * 1024
/** Reading the profile takes some hundred kilobytes of the very heap that is full. */
const LEAST_ROOM_BYTES = 2 * 1024 * 1024

/** Hears of every reading right after a mark-compact. */
export interface HeapLimitWatch {
  readonly hear: (sample: Sample) => void
}

/** A level that is reached costs one full collection, like those that V8 makes there anyway. */
export function watchHeapLimit(
  sampling: OwnSampling,
  send: (message: NearLimit) => void,
): HeapLimitWatch {
  let reached = 0
  let reachedAtMs = 0
  let isReading = false
  const flush = (sample: Sample): void => {
    const { atMs, oldGenerationBytes: usedBytes, heapLimitBytes: limitBytes } = sample
    if (limitBytes - usedBytes < LEAST_ROOM_BYTES) return
    isReading = true
    try {
      const result = sampling.read()
      if (result !== null)
        send({ type: 'near-limit', atMs, usedBytes, limitBytes, sampling: result })
    } finally {
      isReading = false
    }
  }
  return {
    hear: (sample) => {
      // The collection of a reading is heard of, too.
      if (isReading) return
      const level = levelOf(sample)
      if (level === 0 || (level <= reached && sample.atMs - reachedAtMs > REST_MS)) sampling.stop()
      if (level === 0) reached = 0
      if (level <= reached) return
      const isFirst = reached === 0
      reached = level
      reachedAtMs = sample.atMs
      sampling.start(intervalBytes(sample.heapLimitBytes))
      if (!isFirst) flush(sample)
    },
  }
}

function levelOf({ oldGenerationBytes, heapLimitBytes }: Sample): number {
  return LEVELS.filter((share) => oldGenerationBytes >= share * heapLimitBytes).length
}

function intervalBytes(limitBytes: number): number {
  const wanted = ((1 - LEVELS[0]) * limitBytes) / SAMPLES
  return Math.max(SMALLEST_INTERVAL_BYTES, Math.round(wanted))
}
