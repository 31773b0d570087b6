import { describe, expect, it } from 'vitest'
import { idleUncollectedBytes } from '../../../src/investigation/idle-memory.ts'
import type { Sample } from '../../../src/protocol/index.ts'

/** One sample a second; of each the megabytes outside the heap and whether it follows a collection. */
function samples(...megabytes: (number | readonly ['gc', number])[]): Sample[] {
  return megabytes.map((entry, second) => ({
    atMs: 1000 * second,
    trigger: typeof entry === 'number' ? 'interval' : 'gc-natural',
    gcPauseMs: 0,
    spaces: [],
    oldGenerationBytes: 4e6,
    heapUsedBytes: 5e6,
    heapLimitBytes: 2e9,
    externalBytes: 1e6 * (typeof entry === 'number' ? entry : entry[1]),
    arrayBufferBytes: 0,
    rssBytes: 90e6,
    mallocedBytes: 0,
    operations: {},
    resources: {},
  }))
}

describe('an idle isolate', () => {
  it('is told by what came since its last collection', () => {
    expect(idleUncollectedBytes(samples(1, 41, 41, 41, 41, 41, 41, 41))).toBe(40e6)
    expect(idleUncollectedBytes(samples(1, ['gc', 11], 41, 41, 41, 41, 41, 41, 41))).toBe(30e6)
  })

  it('is none where it was collected since, works, or holds little', () => {
    expect(idleUncollectedBytes(samples(1, 41, ['gc', 41], 41, 41, 41, 41, 41, 41))).toBe(0)
    expect(idleUncollectedBytes(samples(1, 41, 43, 45, 47, 49, 51, 53))).toBe(0)
    expect(idleUncollectedBytes(samples(1, 11, 11, 11, 11, 11, 11, 11))).toBe(0)
    expect(idleUncollectedBytes(samples(1, 41, 41, ['gc', 1], 1, 1))).toBe(0)
    expect(idleUncollectedBytes(samples(1, 41, 41))).toBe(0)
    expect(idleUncollectedBytes([])).toBe(0)
  })
})
