// The slope that outliers do not move: Theil–Sen, with Sen's interval widened for the memory of the noise.

import { memoryOfResiduals, pointsPerIndependent } from './autocorrelation.ts'
import { median, sortedMedian } from './series-point.ts'

/** A figure with its 95 % interval. */
export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

const NORMAL_95 = 1.96
/** Where the ranks reach this far towards the ends of all pairs, the interval is that of single pairs. */
const RANKS_EXHAUSTED = 0.4

/**
 * Median of the slopes of all pairs (Theil 1950, Sen 1968); the interval comes from the variance of Kendall's S, multiplied
 * by the points per independent point (Hamed and Rao 1998). Per unit of x. `noise` is what a better fit than a line leaves,
 * where there is one: curvature is no memory of the noise. Where the memory is too long for ranks, the interval is the
 * least-squares one with the same widening. O(n² log n) time, 4·n² bytes: thin first.
 */
export function robustSlope(x: Float64Array, y: Float64Array, noise?: Float64Array): Interval {
  const n = x.length
  const slopes = new Float64Array((n * (n - 1)) / 2)
  let pairs = 0
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const run = x[i] - x[j]
      if (run > 0) slopes[pairs++] = (y[i] - y[j]) / run
    }
  }
  if (pairs === 0) return { value: 0, low: 0, high: 0 }
  const sorted = slopes.subarray(0, pairs).sort()
  const value = sortedMedian(sorted)
  const residuals = noise ?? aroundLine(x, y, value)
  const memory = pointsPerIndependent(memoryOfResiduals(residuals).phi)
  const half = (NORMAL_95 * Math.sqrt(((n * (n - 1) * (2 * n + 5)) / 18) * memory)) / 2
  if (half > RANKS_EXHAUSTED * pairs) {
    const margin = NORMAL_95 * standardError(x, aroundLine(x, y, value), memory)
    return { value, low: value - margin, high: value + margin }
  }
  const low = Math.max(0, Math.floor(pairs / 2 - half))
  const high = Math.min(pairs - 1, Math.ceil(pairs / 2 + half))
  return { value, low: sorted[low], high: sorted[high] }
}

/**
 * Standard error of a slope whose residuals remember: the ordinary one, times the root of the points per independent
 * point. For noise with so long a memory that ranks of pairs say nothing any more, while the line is plain to see.
 */
function standardError(x: Float64Array, residuals: Float64Array, memory: number): number {
  const n = x.length
  const mean = x.reduce((sum, value) => sum + value, 0) / n
  const spread = x.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const squares = residuals.reduce((sum, value) => sum + value * value, 0)
  return spread === 0 ? Infinity : Math.sqrt((squares / Math.max(1, n - 2)) * (memory / spread))
}

function aroundLine(x: Float64Array, y: Float64Array, slope: number): Float64Array {
  const left = y.map((value, i) => value - slope * x[i])
  const at = median(left)
  return left.map((value) => value - at)
}
