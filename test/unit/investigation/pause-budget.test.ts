import { describe, expect, it } from 'vitest'
import { careRules } from '../../../src/investigation/guards/care.ts'
import { PauseBudget } from '../../../src/investigation/pause-budget.ts'

const RULES = careRules('development')

describe('the pause budget', () => {
  it('allows lookups by what a collection costs, until one has been measured', () => {
    const budget = new PauseBudget({ maxPauseMs: 30_000 })
    budget.spentOnCollection(100)
    const guessed = budget.lookupsThatFit(0)
    expect(guessed).toBeGreaterThan(0)
    budget.spentOnLookups(20, 2)
    expect(budget.lookupsThatFit(0)).toBe((RULES.lookupAllowanceMs - 20) / 10)
    expect(budget.lookupsThatFit(0)).toBeGreaterThan(guessed)
  })

  it('allows no lookup once its share is spent, nor where the event loop starves', () => {
    const budget = new PauseBudget({ maxPauseMs: 30_000 })
    budget.spentOnLookups(RULES.lookupAllowanceMs, 10)
    expect(budget.lookupsThatFit(0)).toBe(0)
    expect(budget.lookupsThatFit(600_000)).toBeGreaterThan(0)
    budget.starves()
    expect(budget.lookupsThatFit(600_000)).toBe(0)
  })

  it('allows a lookup in a heap so large that snapshots of it took long', () => {
    const budget = new PauseBudget({ maxPauseMs: 30_000 })
    budget.spentOnCollection(700)
    expect(budget.lookupsThatFit(30_000)).toBe(0)
    const size = { heapBytes: 500e6, rssBytes: 600e6, keepIds: true }
    budget.spentOnSnapshot({ way: 'in-process', pauseMs: 20_000, bytes: 9e8 }, size)
    expect(budget.lookupsThatFit(30_000)).toBeGreaterThan(0)
  })

  it('spaces collections so that they take no more than their share of the time', () => {
    const budget = new PauseBudget({ maxPauseMs: 30_000 })
    budget.spentOnCollection(200)
    expect(budget.collectionGapMs(10_000)).toBe(200 / RULES.collectionShare)
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

  it('spaces collections further in production, and allows fewer lookups', () => {
    const [careful, usual] = (['production', 'development'] as const).map((care) => {
      const budget = new PauseBudget({ maxPauseMs: 30_000, rules: careRules(care) })
      budget.spentOnCollection(40)
      return { gapMs: budget.collectionGapMs(10_000), lookups: budget.lookupsThatFit(10_000) }
    })
    expect(careful?.gapMs).toBeGreaterThan(usual?.gapMs ?? Infinity)
    expect(careful?.lookups).toBeLessThan(usual?.lookups ?? 0)
  })

  it('gives snapshots of a program that starves a larger share, and takes it back', () => {
    const budget = new PauseBudget({ maxPauseMs: 30_000 })
    const share = budget.snapshotShare
    budget.starves()
    expect(budget.snapshotShare).toBeGreaterThan(share)
    budget.recovers()
    expect(budget.snapshotShare).toBe(share)
  })

  it('counts the pause of every snapshot', () => {
    const budget = new PauseBudget({ maxPauseMs: 30_000 })
    const size = { heapBytes: 1e8, rssBytes: 2e8, keepIds: true }
    budget.spentOnSnapshot({ way: 'in-process', pauseMs: 5000, bytes: 2e8 }, size)
    budget.spentOnSnapshot({ way: 'fork', pauseMs: 30, bytes: 2e8 }, size)
    expect(budget.snapshotMs).toBe(5030)
  })
})
