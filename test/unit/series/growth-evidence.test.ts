import { describe, expect, test } from 'vitest'
import { independentBlock } from '../../../src/series/autocorrelation.ts'
import { GrowthEvidence } from '../../../src/series/growth-evidence.ts'
import { asPoints, NULL_KINDS, normal, seeded } from '../../support/series-kinds.ts'

const SERIES = 2000
const LENGTH = 40

/** Largest e-value over the life of the series, read every `every` points with the block length of that moment. */
function highest(values: readonly number[], every = 1): number {
  const evidence = new GrowthEvidence()
  const column = Float64Array.from(values)
  let most = 0
  values.forEach((value, i) => {
    evidence.add(value)
    if ((i + 1) % every !== 0) return
    const block = independentBlock(column.subarray(0, i + 1))
    most = Math.max(most, evidence.eValue({ from: 0, independentBlock: block }))
  })
  return most
}

/** Most alarms that chance `rate` gives in `n` series in all but one of some thirty thousand cases. */
function mostAlarms(n: number, rate: number): number {
  return n * rate + 4 * Math.sqrt(n * rate * (1 - rate))
}

describe('false alarms with a look after every point', () => {
  for (const [kind, draw] of Object.entries(NULL_KINDS)) {
    test(`${kind}: at most one series in a hundred ever reaches 100`, { timeout: 60_000 }, () => {
      let above100 = 0
      let above10 = 0
      for (let seed = 1; seed <= SERIES; seed++) {
        const most = highest(draw(seeded(seed * 7919), LENGTH))
        if (most >= 100) above100++
        if (most >= 10) above10++
      }
      expect(above100).toBeLessThanOrEqual(mostAlarms(SERIES, 0.01))
      expect(above10).toBeLessThanOrEqual(mostAlarms(SERIES, 0.1))
    })
  }

  for (const kind of ['autocorrelated 0.6', 'autocorrelated 0.9']) {
    test(`${kind}: nor in series six times as long`, { timeout: 60_000 }, () => {
      const draw = NULL_KINDS[kind]
      let above100 = 0
      for (let seed = 1; seed <= 400; seed++) {
        if (highest(draw?.(seeded(seed), LENGTH * 6) ?? [], 4) >= 100) above100++
      }
      expect(above100).toBeLessThanOrEqual(mostAlarms(400, 0.01))
    })
  }

  test('a random walk does not reach 100 more often than one series in a hundred', () => {
    let above100 = 0
    for (let seed = 1; seed <= SERIES; seed++) {
      const random = seeded(seed)
      let at = 0
      const walk = Array.from({ length: LENGTH }, () => (at += normal(random)))
      if (highest(walk) >= 100) above100++
    }
    expect(above100).toBeLessThanOrEqual(mostAlarms(SERIES, 0.01))
  })
})

describe('evidence', () => {
  const read = (values: readonly number[], from = 0, block = 1): number => {
    const evidence = new GrowthEvidence()
    for (const value of values) evidence.add(value)
    return evidence.eValue({ from, independentBlock: block })
  }
  const rising = Array.from({ length: 30 }, (_, i) => 5e6 + i * 4e5)

  test('the mean e-value of exchangeable series is at most 1 at a fixed time', () => {
    let total = 0
    for (let seed = 1; seed <= 4000; seed++) {
      const random = seeded(seed)
      total += read(Array.from({ length: 24 }, () => normal(random)))
    }
    expect(total / 4000).toBeLessThan(1.1)
  })

  test('eleven rising points reach 100, and nothing reaches it with fewer than ten', () => {
    expect(read(rising.slice(0, 11), 0, Infinity)).toBeGreaterThanOrEqual(100)
    expect(read(rising.slice(0, 9), 0, Infinity)).toBeLessThan(100)
  })

  test('no window says more than the whole series', () => {
    const values = asPoints(rising).map((p) => p.value)
    const whole = read(values)
    for (let from = 1; from < values.length; from++) {
      for (const block of [1, 4, Infinity]) {
        expect(read(values, from, block)).toBeLessThanOrEqual(whole)
      }
    }
  })

  test('is the same for any unit and any offset', () => {
    const random = seeded(5)
    const values = Array.from({ length: 40 }, (_, i) => Math.round(1000 * normal(random)) + 300 * i)
    const scaled = values.map((value) => 64 * value + 2 ** 30)
    expect(read(scaled)).toBe(read(values))
  })

  test('a constant series gives none, and a falling one less than none', () => {
    expect(read(Array.from({ length: 30 }, () => 7))).toBeLessThan(1)
    expect(read([...rising].reverse())).toBeLessThan(0.2)
  })

  test('a lone step is one rise, however high', () => {
    const step = Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : 1e9) + (i % 3))
    expect(read(step, 0, Infinity)).toBeLessThan(10)
  })

  test('parts that have seen two thousand blocks retire, and longer blocks carry on', () => {
    const random = seeded(3)
    const values = Array.from({ length: 5000 }, (_, i) => 0.002 * i + normal(random))
    expect(read(values)).toBeGreaterThan(1e6)
  })
})
