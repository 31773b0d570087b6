// How long a series remembers its noise. Neighbouring floors are alike (a request in flight, a connection pool), and a test
// that takes them for independent raises false alarms.

import { lineThrough } from './line-fit.ts'

/** Memory of the noise around a straight line. */
export interface NoiseMemory {
  /** Lag-one autocorrelation, corrected for the bias of short series; 0 to 0.99. */
  readonly phi: number
  /** The same at the upper end of its interval: what cannot be excluded. */
  readonly phiHigh: number
}

const LAGS: readonly number[] = [1, 2, 4, 8]

/** Autocorrelation of the residuals at one lag. */
function atLag(residuals: Float64Array, lag: number): number {
  let product = 0
  let square = 0
  for (let i = 0; i < residuals.length; i++) {
    square += residuals[i] * residuals[i]
    if (i >= lag) product += residuals[i] * residuals[i - lag]
  }
  return square === 0 ? 0 : product / square
}

/** Memory of given residuals. O(n). */
export function memoryOfResiduals(residuals: Float64Array): NoiseMemory {
  const n = residuals.length
  if (n < 4) return { phi: 0, phiHigh: 0.99 }
  let seen = 0
  for (const lag of LAGS) {
    if (lag * 4 > n) break
    const r = atLag(residuals, lag)
    // A far lag counts only when it stands out (the root of pure chance would look like memory) and when all nearer ones
    // did: what comes back after a gap is a period, which the slope averages out.
    if (r <= (lag === 1 ? 0 : 2.5 / Math.sqrt(n))) break
    seen = Math.max(seen, r ** (1 / lag))
  }
  const phi = Math.min(0.99, seen + (1 + 4 * seen) / n)
  return { phi, phiHigh: Math.min(0.99, phi + (1.65 * Math.sqrt(1 - seen * seen)) / Math.sqrt(n)) }
}

/**
 * Twice the log-likelihood, up to a constant, of residuals as first-order autoregressive noise of unknown scale and memory.
 * So a bend that slow noise could have drawn counts for little, one that it could not counts in full. `grain` is added to
 * every residual's scale: differences below it prove nothing. O(n).
 */
export function noiseLikelihood(residuals: Float64Array, grain: number): number {
  const n = residuals.length
  let before = 0
  let product = 0
  for (let i = 1; i < n; i++) {
    before += residuals[i - 1] * residuals[i - 1]
    product += residuals[i] * residuals[i - 1]
  }
  const phi = before === 0 ? 0 : Math.min(0.98, Math.max(0, product / before))
  let squares = n * grain * grain + (1 - phi * phi) * (n === 0 ? 0 : residuals[0] * residuals[0])
  for (let i = 1; i < n; i++) squares += (residuals[i] - phi * residuals[i - 1]) ** 2
  return Math.log(1 - phi * phi) - n * Math.log(squares)
}

/** Memory of the noise of `values` around their own least-squares line. O(n). */
export function noiseMemory(values: Float64Array): NoiseMemory {
  const x = Float64Array.from(values, (_, i) => i)
  const line = lineThrough(x, values)
  return memoryOfResiduals(values.map((value, i) => value - line.at - line.slope * x[i]))
}

/** Points that say as much as one independent point: (1 + phi) / (1 - phi). */
export function pointsPerIndependent(phi: number): number {
  return (1 + phi) / (1 - phi)
}

/** Block lengths are this many times the memory, see docs/concepts/trend.md for the simulation behind it. */
const MEMORIES_PER_BLOCK = 1.5

/** Block length from which block means may be taken for independent; `Infinity` where the series is too short to tell. */
export function independentBlock(values: Float64Array): number {
  const { phiHigh } = noiseMemory(values)
  if (phiHigh >= 0.99) return Infinity
  return Math.floor(MEMORIES_PER_BLOCK * pointsPerIndependent(phiHigh))
}
