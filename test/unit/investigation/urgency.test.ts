import { describe, expect, it } from 'vitest'
import { isUrgent, timeLeftMs, wantsUrgently } from '../../../src/investigation/urgency.ts'
import type { Sample } from '../../../src/protocol/index.ts'

const MB = 1_000_000

/** Readings a second apart right after collections. */
function floors(...megabytes: number[]): Sample[] {
  return megabytes.map((used, at) => ({
    atMs: at * 1000,
    trigger: 'gc-natural',
    gcPauseMs: 1,
    spaces: [],
    oldGenerationBytes: used * MB,
    heapUsedBytes: used * MB,
    heapLimitBytes: 100 * MB,
    externalBytes: 0,
    arrayBufferBytes: 0,
    rssBytes: 0,
    mallocedBytes: 0,
    operations: {},
    resources: {},
  }))
}

describe('the time that a program has left', () => {
  it('is the rest of its heap at the pace of the last collections', () => {
    expect(timeLeftMs(floors(10, 20, 30), Infinity)).toBeCloseTo(7000)
    expect(isUrgent(timeLeftMs(floors(10, 20, 30), Infinity))).toBe(true)
  })

  it('is that of the process where this is shorter', () => {
    expect(timeLeftMs(floors(10, 20, 30), 20 * MB)).toBeCloseTo(2000)
  })

  it('is that of the process alone where nobody could ask for the limit of the heap', () => {
    const unknown = floors(10, 20, 30).map((one) => ({ ...one, heapLimitBytes: 0 }))
    expect(timeLeftMs(unknown, Infinity)).toBe(Infinity)
    expect(timeLeftMs(unknown, 20 * MB)).toBeCloseTo(2000)
  })

  it('has no end where memory fell once, or hardly grew', () => {
    expect(timeLeftMs(floors(10, 30, 29, 40), Infinity)).toBe(Infinity)
    expect(timeLeftMs(floors(10, 10.5, 11), Infinity)).toBe(Infinity)
    expect(timeLeftMs([], 0)).toBe(Infinity)
  })
})

describe('a program that runs out of memory', () => {
  const taken = (levelBytes: number) => ({ atMs: 1000, pauseMs: 500, levelBytes })

  it('is worth a snapshot at once, and a further one when it has grown by a fifth', () => {
    expect(wantsUrgently({ taken: [], nowMs: 1200, levelBytes: 20 * MB })).toBe(true)
    const history = { taken: [taken(20 * MB)], nowMs: 4000 }
    expect(wantsUrgently({ ...history, levelBytes: 22 * MB })).toBe(false)
    expect(wantsUrgently({ ...history, levelBytes: 30 * MB })).toBe(true)
  })

  it('is left alone for a moment after each, when there are enough, and when it is large', () => {
    const early = { taken: [taken(20 * MB)], nowMs: 2000, levelBytes: 40 * MB }
    expect(wantsUrgently(early)).toBe(false)
    const three = [taken(10 * MB), taken(20 * MB), taken(30 * MB)]
    expect(wantsUrgently({ taken: three, nowMs: 9000, levelBytes: 60 * MB })).toBe(false)
    expect(wantsUrgently({ taken: [], nowMs: 9000, levelBytes: 300 * MB })).toBe(false)
  })
})
