// Seeded series of known truth: kinds that do not grow, kinds that level off, and drifts. Bytes; one point every
// `everyMs` milliseconds.

import type { SeriesPoint } from '../../src/series/index.ts'

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
export type Random = () => number

export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** A standard normal number (Box–Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Stationary noise of first-order autocorrelation `phi` and standard deviation 1. */
export function remembered(random: Random, phi: number): () => number {
  let last = normal(random)
  return () => {
    const now = last
    last = phi * last + Math.sqrt(1 - phi * phi) * normal(random)
    return now
  }
}

const MB = 1e6

/** Kinds that do not grow. Every one gives `n` values. */
export const NULL_KINDS: Readonly<Record<string, (random: Random, n: number) => number[]>> = {
  flat: (random, n) => {
    const level = (4 + 100 * random()) * MB
    return values(n, () => level + 2000 * Math.round(normal(random)))
  },
  constant: (_, n) => values(n, () => 40 * MB),
  'normal noise': (random, n) => values(n, () => (50 + 2 * normal(random)) * MB),
  'noise with outliers': (random, n) =>
    values(n, () => (50 + 0.3 * normal(random) + (random() < 0.1 ? 20 * random() : 0)) * MB),
  'autocorrelated 0.3': autocorrelated(0.3),
  'autocorrelated 0.6': autocorrelated(0.6),
  'autocorrelated 0.9': autocorrelated(0.9),
  sawtooth: (random, n) => {
    const period = 3 + Math.floor(6 * random())
    const phase = Math.floor(period * random())
    return values(n, (i) => (5 + (18 * ((i + phase) % period)) / period + 0.2 * random()) * MB)
  },
  'in flight': (random, n) =>
    values(n, () => (5 + 8 * Math.floor(3 * random()) + 0.1 * normal(random)) * MB),
  'two steps': (random, n) => {
    const first = n * random()
    const second = n * random()
    const height = 1 + 10 * random()
    return values(
      n,
      (i) =>
        (20 +
          (i >= first ? height : 0) +
          (i >= second ? height * 1.5 : 0) +
          0.05 * normal(random)) *
        MB,
    )
  },
  'one step': (random, n) => {
    const at = Math.floor(n * random())
    const height = 1 + 20 * random()
    return values(n, (i) => (20 + (i >= at ? height : 0) + 0.05 * normal(random)) * MB)
  },
}

function autocorrelated(phi: number): (random: Random, n: number) => number[] {
  return (random, n) => {
    const noise = remembered(random, phi)
    return values(n, () => (100 + 2 * noise()) * MB)
  }
}

/** A cache or a module table that fills during the first `fill` of the run; `bend` 0 linear, 3 exponential. */
export function filling(random: Random, n: number, fill: number, bend: number): number[] {
  const size = (3 + 30 * random()) * MB
  return values(n, (i) => {
    const t = Math.min(1, i / (n * fill))
    const full = bend === 0 ? t : 1 - Math.exp((-bend * i) / (n * fill))
    return 5 * MB + size * full + 0.03 * MB * normal(random)
  })
}

/** A drift of `share` of the heap an hour in noise of `noise` of the heap and autocorrelation `phi`. */
export interface Drift {
  readonly heap: number
  readonly share: number
  readonly noise: number
  readonly phi: number
  readonly everyMs: number
}

export function drifting(random: Random, n: number, drift: Drift): number[] {
  const noise = remembered(random, drift.phi)
  const perPoint = (drift.heap * drift.share * drift.everyMs) / 3_600_000
  return values(n, (i) => drift.heap * (1 + drift.noise * noise()) + perPoint * i)
}

/** The values as points at equal distances; work goes with time unless a rate is given. */
export function asPoints(
  series: readonly number[],
  everyMs = 1500,
  workPerSecond = 1,
): SeriesPoint[] {
  return series.map((value, i) => ({
    atMs: i * everyMs,
    work: (i * everyMs * workPerSecond) / 1000,
    value,
  }))
}

function values(n: number, at: (i: number) => number): number[] {
  return Array.from({ length: n }, (_, i) => at(i))
}
