import { describe, expect, it } from 'vitest'
import { SnapshotCosts } from '../../../../src/investigation/guards/snapshot-cost.ts'

const SIZE = { heapBytes: 1e8, rssBytes: 1.6e8, keepIds: false }

describe('the cost of a snapshot', () => {
  it('is at first that of small objects: a minute a GB in the process, milliseconds for a fork', () => {
    const costs = new SnapshotCosts()
    const own = costs.predict('in-process', SIZE)
    const fork = costs.predict('fork', SIZE)
    expect(own.pauseMs).toBeGreaterThan(5000)
    expect(own.pauseMs).toBeLessThan(10_000)
    expect(own.pauseMs / fork.pauseMs).toBeGreaterThan(100)
    expect(own.stays).toBe(true)
    expect(fork.stays).toBe(false)
  })

  it('is eight times the heap in memory, and more, for a fork with the pages that are written meanwhile', () => {
    const costs = new SnapshotCosts()
    const own = costs.predict('in-process', SIZE)
    expect(own.memoryBytes).toBeGreaterThan(8 * SIZE.heapBytes)
    expect(own.worstMemoryBytes).toBeGreaterThan(own.memoryBytes)
    expect(costs.predict('fork', SIZE).memoryBytes).toBeGreaterThan(own.memoryBytes)
  })

  it('is predicted from the last one that was measured', () => {
    const costs = new SnapshotCosts()
    costs.measured({ way: 'in-process', pauseMs: 500, bytes: 1e7 }, SIZE)
    const large = costs.predict('in-process', { ...SIZE, heapBytes: 2e8 })
    expect(large.pauseMs).toBeCloseTo(1000)
    expect(large.fileBytes).toBeCloseTo(2e7)
    expect(large.memoryBytes).toBeLessThan(2 * large.worstMemoryBytes)
    expect(large.memoryBytes).toBeLessThan(3e8)
  })

  it('tells the pause of a fork from that of numbering the objects before it', () => {
    const costs = new SnapshotCosts()
    const fork = { way: 'fork', bytes: 1e8 } as const
    costs.measured({ ...fork, pauseMs: 50 }, SIZE)
    expect(costs.predict('fork', SIZE).pauseMs).toBeCloseTo(50)
    costs.measured({ ...fork, pauseMs: 850 }, { ...SIZE, keepIds: true })
    expect(costs.numberingMs(SIZE.heapBytes)).toBeCloseTo(800)
    expect(costs.predict('fork', { ...SIZE, keepIds: true }).pauseMs).toBeCloseTo(850)
    expect(costs.predict('fork', SIZE).pauseMs).toBeCloseTo(50)
  })
})
