// Series that do not grow, drawn from a seed: what the trend is tried on.

/** @typedef {() => number} Random */
/** @typedef {(random: Random, n: number) => number[]} Draw */

export const MB = 1e6

/**
 * @param {number} seed
 * @returns {Random} numbers in [0, 1), the same for the same seed
 */
export function seeded(seed) {
  let state = (seed * 2654435761) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/**
 * A draw from the standard normal distribution.
 *
 * @param {Random} random
 */
export function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/**
 * Normal draws that remember the one before.
 *
 * @param {Random} random
 * @param {number} phi autocorrelation
 */
export function remembered(random, phi) {
  let last = normal(random)
  return () => (last = phi * last + Math.sqrt(1 - phi * phi) * normal(random))
}

/** @param {number} n @param {(i: number) => number} at */
export const values = (n, at) => Array.from({ length: n }, (_, i) => at(i))

/** @param {readonly number[]} series @param {number} everyMs */
export const asPoints = (series, everyMs) =>
  series.map((value, i) => ({ atMs: i * everyMs, work: (i * everyMs) / 1000, value }))

/** @param {number} phi @returns {Draw} */
const autocorrelated = (phi) => (random, n) => {
  const noise = remembered(random, phi)
  return values(n, () => (100 + 2 * noise()) * MB)
}

/** Bytes that do not grow, as programs and machines draw them. */
/** @type {Record<string, Draw>} */
export const NULLS = {
  'flat, 2 kB of noise': (random, n) => values(n, () => 40 * MB + 2000 * normal(random)),
  'normal noise, 4 %': (random, n) => values(n, () => (50 + 2 * normal(random)) * MB),
  'outliers in a tenth': (random, n) =>
    values(n, () => (50 + 0.3 * normal(random) + (random() < 0.1 ? 20 * random() : 0)) * MB),
  'autocorrelated 0.3': autocorrelated(0.3),
  'autocorrelated 0.6': autocorrelated(0.6),
  'autocorrelated 0.9': autocorrelated(0.9),
  'autocorrelated 0.97': autocorrelated(0.97),
  'sawtooth of 3 to 8 points': (random, n) => {
    const period = 3 + Math.floor(6 * random())
    return values(n, (i) => (5 + (18 * (i % period)) / period + 0.2 * random()) * MB)
  },
  'one step': (random, n) => {
    const at = n * random()
    const height = 1 + 20 * random()
    return values(n, (i) => (20 + (i >= at ? height : 0) + 0.05 * normal(random)) * MB)
  },
  'random walk': (random, n) => {
    let at = 50
    return values(n, () => (at += normal(random)) * MB)
  },
}
