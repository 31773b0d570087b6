import { describe, expect, it } from 'vitest'
import { HeapUsage, readFloor } from '../../../src/library/heap-usage.ts'
import { checkRoom } from '../../../src/library/snapshot-room.ts'

describe('the stats of memwatch', () => {
  it('count collections by kind, with their pauses in nanoseconds', () => {
    const usage = new HeapUsage()
    usage.count([
      { kind: 'scavenge', beganAtMs: 1, pauseMs: 0.5 },
      { kind: 'scavenge', beganAtMs: 2, pauseMs: 0.25 },
      { kind: 'mark-compact', beganAtMs: 3, pauseMs: 4 },
      { kind: 'incremental marking', beganAtMs: 4, pauseMs: 1 },
    ])
    const stats = usage.stats(readFloor(), 1_700_000_000_000)
    expect(stats).toMatchObject({
      num_full_gc: 1,
      heap_compactions: 1,
      num_inc_gc: 3,
      gcScavengeCount: 2,
      gcScavengeTime: 750_000,
      gcMarkSweepCompactTime: 4_000_000,
      gcIncrementalMarkingCount: 1,
      gcProcessWeakCallbacksCount: 0,
      gc_time: 4_000_000,
      gc_ts: 1_700_000_000_000_000,
    })
    expect(stats.heap_size_limit).toBeGreaterThan(stats.used_heap_size)
  })

  it('follow the base by two averages, and know its extremes once it has settled', () => {
    const usage = new HeapUsage()
    const { heap } = readFloor()
    const after = (floorBytes: number) => {
      usage.count([{ kind: 'mark-compact', beganAtMs: 0, pauseMs: 1 }])
      return usage.stats({ floorBytes, externalBytes: 0, heap }, 0)
    }
    expect(after(1000)).toMatchObject({ estimated_base: 1000, usage_trend: 0, min: 0, max: 0 })
    for (let i = 0; i < 60; i++) after(1000)
    for (let i = 0; i < 40; i++) after(2000)
    const stats = after(2000)
    expect(stats.current_base).toBe(2000)
    expect(stats.estimated_base).toBeGreaterThan(1950)
    expect(stats.usage_trend).toBeGreaterThan(20)
    expect([stats.min, stats.max]).toEqual([1000, 2000])
  })
})

describe('room for a snapshot', () => {
  it('is there where eight heaps of memory and three of disk are left', () => {
    checkRoom({ heapBytes: 1e8, memoryBytes: 8e8, diskBytes: 3e8 })
    checkRoom({ heapBytes: 1e8, memoryBytes: 8e8, diskBytes: null })
    expect(() => checkRoom({ heapBytes: 1e8, memoryBytes: 7e8, diskBytes: 3e9 })).toThrow(
      /heap of 100 MB it may need 800 MB/,
    )
    expect(() => checkRoom({ heapBytes: 1e8, memoryBytes: 9e8, diskBytes: 2e8 })).toThrow(/disk/)
  })
})
