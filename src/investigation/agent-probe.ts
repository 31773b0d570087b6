// The usual way: commands to the agent over its socket.

import type { Isolate } from '../target/index.ts'
import type { Probe } from './probe.ts'

/** Longest wait for a quiet moment before a collection, ms. */
const QUIET_WAIT_MS = 200
/** An agent that does not collect within this time, and a while per byte of heap, is not heard by its event loop. */
const COLLECTION_ANSWER_MS = 2500
const COLLECTION_MS_PER_BYTE = 2e-5
const ANSWER_MS = 20_000

/** A probe over one isolate's agent; snapshots are written to `directory`. */
export function agentProbe(isolate: Isolate, directory: string): Probe {
  let sampling = false
  const heapBytes = (): number => isolate.samples.at(-1)?.heapUsedBytes ?? 0
  const quickMs = (): number => COLLECTION_ANSWER_MS + COLLECTION_MS_PER_BYTE * heapBytes()
  return {
    kind: 'agent',
    async collect() {
      const timeoutMs = quickMs()
      const result = await isolate.command('gc', { maxWaitMs: QUIET_WAIT_MS }, { timeoutMs })
      return result.sample
    },
    snapshot: ({ way, keepIds, timeoutMs }) =>
      isolate.command('snapshot', { directory, way, keepIds }, { timeoutMs }),
    snapshotWays: () => isolate.command('snapshot-ways', {}, { timeoutMs: ANSWER_MS }),
    async startSampling(intervalBytes) {
      await isolate.command('sampling-start', { intervalBytes }, { timeoutMs: ANSWER_MS })
      sampling = true
      return true
    },
    async readSites() {
      if (!sampling) return []
      const result = await isolate.command('sampling-read', {}, { timeoutMs: quickMs() })
      return result.sites
    },
    censusBuffers: () => isolate.command('buffer-census', {}, { timeoutMs: ANSWER_MS }),
    async sourceMaps(urls) {
      const result = await isolate.command('source-maps', { urls }, { timeoutMs: ANSWER_MS })
      return result.maps
    },
  }
}
