import { describe, expect, it } from 'vitest'
import type { Sample } from '../../../src/protocol/index.ts'
import { withoutTransferred } from '../../../src/investigation/transferred-memory.ts'
import type { ThreadSamples } from '../../../src/investigation/transferred-memory.ts'

const MEGABYTE = 1_000_000

/** Ten samples, one a second; each kind of memory grows by so many megabytes a second from its start on. */
function thread(
  arrayBuffers: readonly [number, number],
  external: readonly [number, number],
  startedAtMs = 0,
): ThreadSamples {
  const samples = Array.from({ length: 10 }, (_, second): Sample => {
    return {
      atMs: second * 1000,
      trigger: 'gc-asked',
      gcPauseMs: 1,
      spaces: [],
      oldGenerationBytes: 0,
      heapUsedBytes: 0,
      heapLimitBytes: 1e9,
      externalBytes: (external[0] + external[1] * second) * MEGABYTE,
      arrayBufferBytes: (arrayBuffers[0] + arrayBuffers[1] * second) * MEGABYTE,
      rssBytes: 0,
      mallocedBytes: 0,
      operations: {},
      resources: {},
    }
  })
  return { startedAtMs, samples }
}

function buffersOf(samples: readonly Sample[]): number[] {
  return samples.map((sample) => Math.round(sample.arrayBufferBytes / MEGABYTE))
}

describe('withoutTransferred', () => {
  it('takes from the thread that made buffers what another one holds', () => {
    const maker = thread([0, 5], [2, 0])
    const holder = thread([0, 0], [3, 5])
    expect(buffersOf(withoutTransferred(maker, [holder])).slice(2)).toEqual(Array(8).fill(2))
  })

  it('looks at both threads at the same time, whenever each started', () => {
    const maker = thread([0, 5], [2, 0])
    const holder = thread([0, 0], [3, 5], 3000)
    const kept = buffersOf(withoutTransferred(maker, [holder]))
    expect(kept[2]).toBe(10)
    expect(kept.at(-1)).toBe(15)
  })

  it('leaves shared memory with its thread, since no other one is charged for it', () => {
    const maker = thread([0, 5], [2, 0])
    const other = thread([0, 0], [3, 0])
    expect(withoutTransferred(maker, [other])).toBe(maker.samples)
  })

  it('leaves a thread that holds its own buffers as it is', () => {
    const maker = thread([0, 5], [2, 5])
    const holder = thread([0, 0], [3, 5])
    expect(withoutTransferred(maker, [holder])).toBe(maker.samples)
    expect(withoutTransferred({ startedAtMs: 0, samples: [] }, [holder])).toEqual([])
  })
})
