import { describe, expect, test } from 'vitest'
import { trend } from '../../../src/series/index.ts'
import type { SeriesPoint, Trend } from '../../../src/series/index.ts'
import { asPoints, drifting, filling, NULL_KINDS, seeded } from '../../support/series-kinds.ts'
import { HEALTHY_FLOORS, LEAKY_FLOORS } from '../../support/recorded-floors.ts'

const SERIES = 100

/** How often each shape is said. */
function shapes(draw: (seed: number) => SeriesPoint[]): Record<Trend['shape'], number> {
  const counts = { growing: 0, saturating: 0, flat: 0, falling: 0, undecided: 0 }
  for (let seed = 1; seed <= SERIES; seed++) counts[trend(draw(seed)).shape]++
  return counts
}

/** Shapes of every beginning of the series, by number of points. */
function life(points: readonly SeriesPoint[]): Trend['shape'][] {
  return points.map((_, i) => trend(points.slice(0, i + 1)).shape)
}

const megabytes = (values: readonly number[]): SeriesPoint[] =>
  asPoints(values.map((value) => value * 1e6))

describe('recorded floors of real programs', () => {
  for (const [name, floors] of Object.entries(LEAKY_FLOORS)) {
    test(`${name} leaks: growing within 15 points and from then on`, () => {
      const said = life(megabytes(floors))
      const first = said.indexOf('growing')
      expect(first).toBeGreaterThan(0)
      expect(first).toBeLessThan(15)
      expect(new Set(said.slice(first))).toEqual(new Set(['growing']))
    })
  }

  for (const [name, floors] of Object.entries(HEALTHY_FLOORS)) {
    test(`${name} is healthy: not growing at the end`, () => {
      expect(['flat', 'saturating']).toContain(trend(megabytes(floors)).shape)
    })
  }

  test('a cache that fills is growing while it fills and saturating once it is full', () => {
    const floors = HEALTHY_FLOORS['a filling cache'] ?? []
    expect(trend(megabytes(floors.slice(0, 12))).shape).toBe('growing')
    const full = trend(megabytes(floors))
    expect(full.shape).toBe('saturating')
    expect(full.ceiling?.low).toBeGreaterThan(38e6)
    expect(full.ceiling?.high).toBeLessThan(42e6)
  })
})

describe('series that do not grow', () => {
  for (const [kind, draw] of Object.entries(NULL_KINDS)) {
    test(`${kind}: not called growing, mostly called flat`, () => {
      const counts = shapes((seed) => asPoints(draw(seeded(seed), 40)))
      expect(counts.growing).toBeLessThanOrEqual(1)
      // Two steps upwards are a rise in two parts, and nobody can say that there will be no third.
      expect(counts.flat).toBeGreaterThanOrEqual(kind === 'two steps' ? 20 : 80)
    })
  }

  test('asked after every point, at most one in a hundred is ever called growing', () => {
    const series = 40
    let alarms = 0
    for (const draw of Object.values(NULL_KINDS)) {
      for (let seed = 1; seed <= series; seed++) {
        if (life(asPoints(draw(seeded(seed), 32))).includes('growing')) alarms++
      }
    }
    expect(alarms).toBeLessThanOrEqual(0.01 * series * Object.keys(NULL_KINDS).length)
  }, 60_000)

  test('a cache that fills evenly is saturating when it was full for 28 % of the filling time', () => {
    const counts = shapes((seed) => asPoints(filling(seeded(seed), 40, 0.78, 0)))
    expect(counts.saturating).toBeGreaterThanOrEqual(95)
  })

  test('growth that bends like an exponential is saturating after three time constants', () => {
    const counts = shapes((seed) => asPoints(filling(seeded(seed), 40, 1, 3)))
    expect(counts.saturating).toBeGreaterThanOrEqual(95)
  })

  test('growth below the least that matters is flat, however regular', () => {
    const creep = asPoints(Array.from({ length: 40 }, (_, i) => 8e6 + 2000 * i))
    expect(trend(creep).shape).toBe('flat')
    expect(trend(creep, { minimumBytes: 1000 }).shape).toBe('growing')
    expect(trend(creep, { minimumBytes: 1000, minimumShare: 1e6 }).shape).toBe('flat')
  })
})

describe('series that grow', () => {
  const draw = (seed: number, share: number, phi: number, n: number): SeriesPoint[] => {
    const drift = { heap: 1e8, share, noise: 0.005, phi, everyMs: 30_000 }
    return asPoints(drifting(seeded(seed), n, drift), drift.everyMs)
  }
  const power = (share: number, phi: number, n: number): number => {
    let found = 0
    for (let seed = 1; seed <= 40; seed++) {
      if (trend(draw(seed, share, phi, n)).shape === 'growing') found++
    }
    return found / 40
  }

  test('10 % an hour is found within an hour, 1 % within two, 0.1 % within eight', () => {
    expect(power(0.1, 0, 120)).toBeGreaterThan(0.9)
    expect(power(0.01, 0, 240)).toBeGreaterThan(0.9)
    expect(power(0.001, 0, 960)).toBeGreaterThan(0.6)
  })

  test('noise with a memory costs time: 10 % an hour within two, 1 % within eight', () => {
    expect(power(0.1, 0.9, 240)).toBeGreaterThan(0.9)
    expect(power(0.01, 0.9, 960)).toBeGreaterThan(0.8)
  })

  test('the interval of the slope holds the truth', () => {
    let held = 0
    for (let seed = 1; seed <= SERIES; seed++) {
      const { low, high } = trend(draw(seed, 0.05, 0.5, 120)).slopePerHour
      if (low <= 5e6 && 5e6 <= high) held++
    }
    expect(held).toBeGreaterThanOrEqual(90)
  })

  test('a leak that begins in the middle is growing', () => {
    const counts = shapes((seed) => {
      const noise = draw(seed, 0, 0, 60)
      return noise.map((p, i) => ({ ...p, value: p.value / 10 + Math.max(0, i - 30) * 5e5 }))
    })
    expect(counts.growing).toBeGreaterThanOrEqual(95)
  })

  test('a leak by steps of a growing table is growing', () => {
    const counts = shapes((seed) =>
      draw(seed, 0, 0, 60).map((p, i) => ({ ...p, value: p.value / 10 + Math.floor(i / 4) * 2e6 })),
    )
    expect(counts.growing).toBeGreaterThanOrEqual(95)
  })

  test('a leak behind a step far larger than itself is growing', () => {
    const counts = shapes((seed) =>
      draw(seed, 0, 0, 60).map((p, i) => ({
        ...p,
        value: p.value / 10 + (i < 25 ? 0 : 2e7 + (i - 25) * 2e5),
      })),
    )
    expect(counts.growing).toBeGreaterThanOrEqual(90)
  })

  test('growth that ends with the load is judged by the load', () => {
    const points = Array.from({ length: 40 }, (_, i) => {
      const work = i < 30 ? i * 100 + 7 * (i % 3) : 3000 + (i - 30)
      return { atMs: i * 1500, work, value: 6e6 + work * 10_000 + 3000 * (i % 5) }
    })
    const said = trend(points)
    expect(said.shape).toBe('growing')
    expect(said.slopePerWork.value).toBeCloseTo(10_000, -2)
  })
})

describe('the answer', () => {
  const leak = asPoints(Array.from({ length: 20 }, (_, i) => 6e6 + 6e5 * i))

  test('is the same for points in any order, and plain data without holes', () => {
    const said = trend(leak)
    expect(trend([...leak].reverse())).toEqual(said)
    expect(JSON.parse(JSON.stringify(said))).toEqual(said)
  })

  test('says growth with its figures', () => {
    const said = trend(leak)
    expect(said.slopePerHour.value).toBeCloseTo(1.44e9, -3)
    expect(said.slopePerWork.value).toBeCloseTo(4e5, -1)
    expect(said.stillGrowing).toBe(true)
    expect(said.needs).toBeNull()
    expect(said.says).toMatch(
      /^Grows by 1\.44 GB per hour .* over 20 points, evidence \d+ where 100/,
    )
  })

  test('without points, or with broken ones, asks for more', () => {
    const broken = [
      { atMs: 0, work: 0, value: Number.NaN },
      { atMs: Infinity, work: 1, value: 1 },
    ]
    for (const points of [[], broken, leak.slice(0, 1), leak.slice(0, 4)]) {
      const said = trend(points)
      expect(said.shape).toBe('undecided')
      expect(said.needs?.points).toBeGreaterThan(0)
    }
  })

  test('what it asks for is enough for a steady leak', () => {
    for (let n = 5; n < 11; n++) {
      const said = trend(leak.slice(0, n))
      expect(said.shape).toBe('undecided')
      expect(trend(leak.slice(0, n + (said.needs?.points ?? 0))).shape).toBe('growing')
    }
  })

  test('memory that is given back is falling', () => {
    const down = asPoints(Array.from({ length: 30 }, (_, i) => 90e6 - 1e6 * i))
    expect(trend(down).shape).toBe('falling')
  })

  test('a cache that was filled evenly and is full since a sixth of the time grows no more', () => {
    const fill = (full: number): SeriesPoint[] => {
      const noise = seeded(5)
      return asPoints(
        Array.from({ length: 60 }, (_, i) => 4e6 + 2e5 * Math.min(i, full) + 4e4 * noise()),
      )
    }
    expect(trend(fill(60)).shape).toBe('growing')
    expect(trend(fill(49)).shape).toBe('saturating')
  })

  test('long series are answered with bounded work', () => {
    const drift = { heap: 1e8, share: 0.01, noise: 0.005, phi: 0.5, everyMs: 10_000 }
    const said = trend(asPoints(drifting(seeded(2), 20_000, drift), 10_000))
    expect(said.shape).toBe('growing')
    expect(said.slopePerHour.value).toBeCloseTo(1e6, -5)
  })

  test('a stricter alpha asks for more evidence', () => {
    expect(trend(leak.slice(0, 12)).shape).toBe('growing')
    expect(trend(leak.slice(0, 12), { alpha: 1e-6 }).shape).toBe('undecided')
  })
})
