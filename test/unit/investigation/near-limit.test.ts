import { expect, it } from 'vitest'
import { isNearLimit } from '../../../src/investigation/near-limit.ts'
import type { Sample } from '../../../src/protocol/index.ts'

function sample(atMs: number, trigger: Sample['trigger'], usedBytes: number): Sample {
  return {
    atMs,
    trigger,
    gcPauseMs: 0,
    spaces: [],
    oldGenerationBytes: usedBytes,
    heapUsedBytes: usedBytes,
    heapLimitBytes: 100,
    externalBytes: 0,
    arrayBufferBytes: 0,
    rssBytes: 0,
    mallocedBytes: 0,
    operations: {},
    resources: {},
  }
}

it('a heap is near its limit by what a collection left, not by what waits for one', () => {
  expect(isNearLimit([sample(0, 'gc-natural', 90)])).toBe(true)
  expect(isNearLimit([sample(0, 'gc-natural', 40), sample(500, 'interval', 95)])).toBe(false)
})

it('a heap that lives on near its limit is looked at again', () => {
  expect(isNearLimit([sample(0, 'gc-asked', 90), sample(1000, 'interval', 92)])).toBe(true)
  expect(isNearLimit([sample(0, 'gc-asked', 90), sample(4000, 'interval', 92)])).toBe(false)
  const slow = { ...sample(0, 'gc-asked', 90), gcPauseMs: 1000 }
  expect(isNearLimit([slow, sample(4000, 'interval', 92)])).toBe(true)
})

it('nothing is near a limit before anything was collected', () => {
  expect(isNearLimit([])).toBe(false)
  expect(isNearLimit([sample(0, 'interval', 95)])).toBe(false)
})

it('a heap whose limit nobody could ask for is near none', () => {
  expect(isNearLimit([{ ...sample(0, 'gc-asked', 90), heapLimitBytes: 0 }])).toBe(false)
})

it('what is left of a limit around the process is left to the program, whatever room the heap has', () => {
  const samples = [sample(0, 'gc-asked', 10), sample(1000, 'interval', 12)]
  expect(isNearLimit(samples, { bytes: 100, limitBytes: 512 })).toBe(true)
  expect(isNearLimit(samples, { bytes: 300, limitBytes: 512 })).toBe(false)
  const later = [...samples, sample(40_000, 'interval', 12)]
  expect(isNearLimit(later, { bytes: 100, limitBytes: 512 })).toBe(false)
})
