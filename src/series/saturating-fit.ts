// Growth that levels off: value = ceiling − rise · exp(−k · u), u running from 0 to 1 over the judged window. The rate k is
// searched on a grid, the other two figures are linear least squares.

import { memoryOfResiduals, pointsPerIndependent } from './autocorrelation.ts'
import { lineThrough } from './line-fit.ts'
import type { Interval } from './robust-slope.ts'

/** A fitted curve. */
export interface SaturatingFit {
  /** Share of the slope at the beginning that is left at the end. */
  readonly slopeLeft: number
  /** Bytes of growth over the window by this curve. */
  readonly rise: number
  readonly ceiling: Interval
  readonly residuals: Float64Array
}

/** Rates searched: from a bend that can hardly be seen to one that is over within a fortieth of the window. */
const RATES: readonly number[] = Array.from({ length: 28 }, (_, i) => 0.3 * 1.2 ** i)

interface Candidate {
  readonly rate: number
  readonly squares: number
  readonly ceiling: number
  readonly rise: number
}

/** Candidates of every rate that rise; the ceiling is where the curve goes, not where it stands. */
function candidates(u: Float64Array, values: Float64Array): Candidate[] {
  const found: Candidate[] = []
  for (const rate of RATES) {
    const line = lineThrough(
      u.map((x) => 1 - Math.exp(-rate * x)),
      values,
    )
    if (line.slope <= 0) continue
    found.push({ rate, squares: line.squares, ceiling: line.at + line.slope, rise: line.slope })
  }
  return found
}

/**
 * The best curve, or `null` where none rises. `u` runs from 0 to 1, `grain` is the size of differences that do not matter.
 * The ceiling's interval holds the ceilings of all rates that a likelihood ratio test at 5 % does not exclude, with the
 * points counted at what they are worth given the memory of the noise. O(28 · n).
 */
export function saturatingFit(
  u: Float64Array,
  values: Float64Array,
  grain: number,
): SaturatingFit | null {
  const all = candidates(u, values)
  if (all.length === 0) return null
  const best = all.reduce((a, b) => (b.squares < a.squares ? b : a))
  const residuals = values.map(
    (value, i) => value - best.ceiling + best.rise * Math.exp(-best.rate * u[i]),
  )
  const each = pointsPerIndependent(memoryOfResiduals(residuals).phi)
  const floor = values.length * grain * grain
  const allowed = (best.squares + floor) * Math.exp((3.84 * each) / values.length)
  const possible = all.filter((c) => c.squares + floor <= allowed).map((c) => c.ceiling)
  const left = Math.exp(-best.rate)
  return {
    slopeLeft: left,
    rise: best.rise * (1 - left),
    ceiling: { value: best.ceiling, low: Math.min(...possible), high: Math.max(...possible) },
    residuals,
  }
}
