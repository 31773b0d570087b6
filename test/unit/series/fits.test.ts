import { describe, expect, test } from 'vitest'
import { noiseMemory } from '../../../src/series/autocorrelation.ts'
import { growthShape } from '../../../src/series/growth-shape.ts'
import { lineThrough, squaresFromEach } from '../../../src/series/line-fit.ts'
import { moreEvidence } from '../../../src/series/more-evidence.ts'
import { rampFit } from '../../../src/series/ramp-fit.ts'
import { robustSlope } from '../../../src/series/robust-slope.ts'
import { saturatingFit } from '../../../src/series/saturating-fit.ts'
import { warmUpEnd } from '../../../src/series/warm-up.ts'
import { normal, remembered, seeded } from '../../support/series-kinds.ts'

const GRAIN = 4096
const column = (n: number, at: (i: number) => number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => at(i))
const unit = (n: number): Float64Array => column(n, (i) => i / (n - 1))

describe('robust slope', () => {
  test('is not moved by outliers', () => {
    const x = column(30, (i) => i)
    const y = column(30, (i) => 3 * i + (i % 7 === 0 ? 500 : 0))
    expect(robustSlope(x, y).value).toBeCloseTo(3, 1)
  })

  test('its interval is wider when the noise has a memory', () => {
    const x = column(100, (i) => i)
    const width = (phi: number): number => {
      let total = 0
      for (let seed = 1; seed <= 20; seed++) {
        const noise = remembered(seeded(seed), phi)
        const { low, high } = robustSlope(
          x,
          column(100, () => noise()),
        )
        total += high - low
      }
      return total
    }
    expect(width(0.8)).toBeGreaterThan(2 * width(0))
  })

  test('of points at one instant is zero', () => {
    expect(
      robustSlope(
        column(5, () => 1),
        column(5, (i) => i),
      ),
    ).toEqual({
      value: 0,
      low: 0,
      high: 0,
    })
  })
})

describe('memory of the noise', () => {
  test('is found in the mean within a tenth', () => {
    for (const phi of [0.3, 0.6, 0.9]) {
      let total = 0
      for (let seed = 1; seed <= 50; seed++) {
        const noise = remembered(seeded(seed), phi)
        total += noiseMemory(column(300, () => noise())).phi
      }
      expect(Math.abs(total / 50 - phi)).toBeLessThan(0.1)
    }
  })
})

describe('lines', () => {
  test('all beginnings at once give what each gives alone', () => {
    const random = seeded(1)
    const x = column(20, (i) => i * i)
    const y = column(20, (i) => 4e8 + i + normal(random))
    const all = squaresFromEach(x, y)
    for (let d = 0; d < 18; d++) {
      expect(all[d]).toBeCloseTo(lineThrough(x.subarray(d), y.subarray(d)).squares, 4)
    }
  })
})

describe('warm-up', () => {
  const random = seeded(9)
  const noise = column(60, () => 20_000 * normal(random))

  test('ends where the start-up jump is over', () => {
    const values = column(60, (i) => 5e6 + (i < 8 ? i * 5e5 : 4e6 + i * 1000) + (noise[i] ?? 0))
    const end = warmUpEnd(unit(60), values, GRAIN)
    expect(end).toBeGreaterThanOrEqual(6)
    expect(end).toBeLessThanOrEqual(11)
  })

  test('takes nothing from a steady leak, also when its rate changes a little', () => {
    const steady = column(60, (i) => 5e6 + 4e5 * i + (noise[i] ?? 0))
    const slower = column(60, (i) => 5e6 + 4e5 * i - (i < 15 ? 0 : 1e5 * (i - 15)))
    expect(warmUpEnd(unit(60), steady, GRAIN)).toBe(0)
    expect(warmUpEnd(unit(60), slower, GRAIN)).toBe(0)
  })

  test('never takes more than a third, nor leaves fewer than eight points', () => {
    const late = column(30, (i) => (i < 20 ? i * 1e6 : 2e7))
    expect(warmUpEnd(unit(30), late, GRAIN)).toBeLessThanOrEqual(10)
    expect(
      warmUpEnd(
        unit(9),
        column(9, (i) => (i < 4 ? i * 1e6 : 4e6)),
        GRAIN,
      ),
    ).toBeLessThanOrEqual(1)
  })
})

describe('shape of growth', () => {
  const random = seeded(4)
  const noise = column(40, () => 30_000 * normal(random))

  test('a line is not bent', () => {
    const shape = growthShape(
      unit(40),
      column(40, (i) => 1e6 * i + (noise[i] ?? 0)),
      GRAIN,
    )
    expect(shape.linearAgainstSaturating).toBeGreaterThan(0)
    expect(shape.levelledOff).toBe(false)
  })

  test('an exponential finds its ceiling', () => {
    const values = column(40, (i) => 3e7 - 2e7 * Math.exp(-i / 8) + (noise[i] ?? 0))
    const fit = saturatingFit(unit(40), values, GRAIN)
    expect(fit?.ceiling.value).toBeCloseTo(3e7, -6)
    expect(fit?.ceiling.low).toBeLessThanOrEqual(3.01e7)
    expect(growthShape(unit(40), values, GRAIN).levelledOff).toBe(true)
  })

  test('a ramp finds its corners', () => {
    const values = column(40, (i) => 1e6 * Math.min(15, Math.max(0, i - 10)) + (noise[i] ?? 0))
    const fit = rampFit(unit(40), values)
    expect(Math.abs((fit?.from ?? 0) - 10)).toBeLessThanOrEqual(1)
    expect(Math.abs((fit?.to ?? 0) - 25)).toBeLessThanOrEqual(1)
    expect(fit?.rise).toBeCloseTo(15e6, -6)
  })

  test('a bend whose ceiling is far away has not levelled off', () => {
    const values = column(40, (i) => 3e7 - 2e7 * Math.exp(-i / 60) + (noise[i] ?? 0))
    expect(growthShape(unit(40), values, GRAIN).levelledOff).toBe(false)
  })

  test('a step is told from a ramp', () => {
    const step = growthShape(
      unit(40),
      column(40, (i) => (i < 20 ? 0 : 1e7) + (noise[i] ?? 0)),
      GRAIN,
    )
    expect(step.loneStep).toBe(true)
    expect(step.levelledOff).toBe(true)
  })
})

describe('how much more', () => {
  test('follows the pace of the evidence', () => {
    const so = { alpha: 0.01, points: 40, everyMs: 60_000 }
    const slow = moreEvidence({ ...so, halfway: 1, present: 2 })
    const fast = moreEvidence({ ...so, halfway: 1, present: 20 })
    expect(fast.points).toBeLessThan(slow.points)
    expect(fast.minutes).toBe(fast.points)
  })

  test('is as much again where the evidence does not rise', () => {
    const more = moreEvidence({ alpha: 0.01, points: 40, everyMs: 1000, halfway: 1, present: 0.1 })
    expect(more.points).toBe(40)
  })
})
