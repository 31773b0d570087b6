import { describe, expect, it } from 'vitest'
import {
  COLLECTION_SHARE,
  LOOKUP_ALLOWANCE_MS,
  PauseBudget,
  SNAPSHOT_ALLOWANCE_MS,
  SNAPSHOT_MEMORY_FACTOR,
  SNAPSHOT_SHARE,
} from '../../../src/investigation/pause-budget.ts'

const MUCH_MEMORY = 1e12

describe('the pause budget', () => {
  it('allows lookups by what a collection costs, until one has been measured', () => {
    const budget = new PauseBudget({ maxPauseMs: 30_000 })
    budget.spentOnCollection(100)
    const guessed = budget.lookupsThatFit(0)
    expect(guessed).toBeGreaterThan(0)
    budget.spentOnLookups(20, 2)
    expect(budget.lookupsThatFit(0)).toBe((LOOKUP_ALLOWANCE_MS - 20) / 10)
    expect(budget.lookupsThatFit(0)).toBeGreaterThan(guessed)
  })

  it('allows no lookup once its share is spent, nor where the event loop starves', () => {
    const budget = new PauseBudget({ maxPauseMs: 30_000 })
    budget.spentOnLookups(LOOKUP_ALLOWANCE_MS, 10)
    expect(budget.lookupsThatFit(0)).toBe(0)
    expect(budget.lookupsThatFit(600_000)).toBeGreaterThan(0)
    budget.starves()
    expect(budget.lookupsThatFit(600_000)).toBe(0)
  })

  it('allows a lookup in a heap so large that snapshots of it took long', () => {
    const budget = new PauseBudget({ maxPauseMs: 30_000 })
    budget.spentOnCollection(700)
    expect(budget.lookupsThatFit(30_000)).toBe(0)
    budget.spentOnSnapshot(20_000, 500e6)
    expect(budget.lookupsThatFit(30_000)).toBeGreaterThan(0)
  })

  it('spaces collections so that they take no more than their share of the time', () => {
    const budget = new PauseBudget({ maxPauseMs: 30_000 })
    budget.spentOnCollection(200)
    expect(budget.collectionGapMs(10_000)).toBe(200 / COLLECTION_SHARE)
  })

  it('never collects faster than twice a second, however short the pauses', () => {
    const budget = new PauseBudget({ maxPauseMs: 30_000 })
    budget.spentOnCollection(1)
    expect(budget.collectionGapMs(1000)).toBeGreaterThanOrEqual(500)
  })

  it('collects each isolate of a process with many of them less often', () => {
    const budget = new PauseBudget({ maxPauseMs: 30_000 })
    const alone = budget.collectionGapMs(1000)
    for (let isolate = 0; isolate < 40; isolate++) budget.joins()
    expect(budget.collectionGapMs(1000)).toBe(10 * alone)
    for (let isolate = 0; isolate < 39; isolate++) budget.leaves()
    expect(budget.collectionGapMs(1000)).toBe(alone)
  })

  it('refuses a snapshot that would stop the program longer than one pause may last', () => {
    const budget = new PauseBudget({ maxPauseMs: 10_000 })
    const refusal = budget.snapshotRefusal(1e9, 60_000, MUCH_MEMORY)
    expect(refusal).toMatchObject({ reason: 'pause', wait: false })
    expect(refusal?.predictedMs).toBeGreaterThan(10_000)
  })

  it('refuses a snapshot that V8 has no memory for', () => {
    const budget = new PauseBudget({ maxPauseMs: 30_000 })
    const refusal = budget.snapshotRefusal(1e8, 60_000, SNAPSHOT_MEMORY_FACTOR * 1e8 - 1)
    expect(refusal?.reason).toBe('memory')
  })

  it('predicts the next pause from the last one measured', () => {
    const budget = new PauseBudget({ maxPauseMs: 30_000 })
    budget.spentOnSnapshot(500, 1e8)
    expect(budget.snapshotRefusal(2e8, 60_000, MUCH_MEMORY)).toBeNull()
    budget.spentOnSnapshot(40_000, 1e8)
    expect(budget.snapshotRefusal(1e8, 600_000, MUCH_MEMORY)?.reason).toBe('pause')
  })

  it('lets snapshots wait when they have used up their share of the time, until it has grown', () => {
    const budget = new PauseBudget({ maxPauseMs: 30_000 })
    budget.spentOnSnapshot(SNAPSHOT_ALLOWANCE_MS, 1e8)
    expect(budget.snapshotRefusal(1e8, 10_000, MUCH_MEMORY)).toMatchObject({
      reason: 'share',
      wait: true,
    })
    const later = (2 * SNAPSHOT_ALLOWANCE_MS) / SNAPSHOT_SHARE
    expect(budget.snapshotRefusal(1e8, later, MUCH_MEMORY)).toBeNull()
  })
})
