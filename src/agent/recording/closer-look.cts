// Where the floor rises: live allocations are sampled for some minutes, at most once an hour and only where the collection that
// reading them needs is predicted to be short. Else the recording says why not.

import type { RecordingLine, Sample } from '../../protocol/index.ts'
import { clearTimeout, setTimeout } from 'node:timers'
import { startAllocationSampling } from '../allocation-sampling.cts'
import type { AllocationSampling } from '../allocation-sampling.cts'
import { waitForQuiet } from '../collection.cts'
import type { CollectionWatch } from '../collection.cts'
import { closeLocalSession } from '../inspector-session.cts'
import type { Sampler } from '../sample.cts'
import type { Rise } from './floor-watch.cts'

/** Mean bytes between two sampled allocations: a leak of 1 MB a minute shows within the time, and a busy server hardly. */
const INTERVAL_BYTES = 131_072
const SAMPLING_MS = 300_000
const APART_MS = 3_600_000
const QUIET_WAIT_MS = 30_000
/** A full collection takes at most about so long a byte; what it took the last time is known better. */
const FIRST_GUESS_MS_PER_BYTE = 1e-6
const LONGEST_PAUSE_MS = 250
/** What of a profile is kept: the biggest sites, and the innermost frames of each. */
const MOST_SITES = 20
const MOST_FRAMES = 16
const MOST_URL = 300

export interface CloserLookParts {
  readonly sampler: Sampler
  readonly collections: CollectionWatch
  readonly write: (line: RecordingLine, lasting: boolean) => void
  /** How long allocations are sampled, ms; five minutes where nothing is said. */
  readonly samplingMs?: number
}

export interface CloserLook {
  /** Looks closer at a rise, or says in the recording why not. */
  readonly start: (rise: Rise, at: Sample) => void
  /** Ends what is under way, without a collection. */
  readonly stop: () => void
}

export function createCloserLook(parts: CloserLookParts): CloserLook {
  const { sampler, collections, write, samplingMs = SAMPLING_MS } = parts
  let lastAtMs = -Infinity
  let msPerByte = FIRST_GUESS_MS_PER_BYTE
  let timer: NodeJS.Timeout | null = null
  let isStopped = false

  const finish = async (sampling: AllocationSampling, startedAtMs: number): Promise<void> => {
    await waitForQuiet(QUIET_WAIT_MS)
    if (isStopped) return
    const heapBytes = sampler.read('interval', 0).heapUsedBytes
    const { result, tookMs } = collections.exclude(() => sampling.stop())
    msPerByte = tookMs / Math.max(1, heapBytes)
    const atMs = sampler.atMs()
    const sites = result.slice(0, MOST_SITES).map((site) => ({
      ...site,
      stack: site.stack.slice(0, MOST_FRAMES).map((frame) => ({ ...frame, url: place(frame.url) })),
    }))
    const { intervalBytes } = sampling
    const read = { sites, intervalBytes, sinceMs: atMs - startedAtMs }
    write({ type: 'sites', atMs, pauseMs: tookMs, sampling: read }, false)
  }
  const begin = (predictedMs: number): string | null => {
    if (predictedMs > LONGEST_PAUSE_MS) {
      return `reading what was allocated needs a collection of about ${Math.round(predictedMs)} ms; ${LONGEST_PAUSE_MS} ms are allowed`
    }
    try {
      const sampling = startAllocationSampling(INTERVAL_BYTES)
      const startedAtMs = sampler.atMs()
      timer = setTimeout(() => {
        finish(sampling, startedAtMs).catch(() => undefined)
      }, samplingMs).unref()
      return null
    } catch (error) {
      return error instanceof Error ? error.message : 'allocations cannot be sampled'
    }
  }
  return {
    start: (rise, at) => {
      if (at.atMs - lastAtMs < APART_MS) return
      lastAtMs = at.atMs
      const refused = begin(at.heapUsedBytes * msPerByte)
      const next = `tidemark attach ${process.pid}`
      write({ type: 'suspicion', atMs: at.atMs, ...rise, refused, next }, true)
    },
    stop: () => {
      isStopped = true
      if (timer !== null) clearTimeout(timer)
      closeLocalSession()
    },
  }
}

/** A data URL is the text of a program; of any other, enough to find the file. */
function place(url: string): string {
  return url.startsWith('data:') ? 'data:' : url.slice(0, MOST_URL)
}
