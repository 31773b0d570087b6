// Where the warm-up ends: modules load, code is compiled, pools fill. The rule is MSER (White 1997: cut where the standard
// error of what remains is least), around a line instead of a level, because what remains may grow.

import { lineThrough, squaresFromEach } from './line-fit.ts'

/** The warm-up never takes more than this share of the points, and never leaves fewer than `FEWEST_LEFT`. */
const LARGEST_SHARE = 1 / 3
const FEWEST_LEFT = 8
/** A cut has to bring the squared standard error below this share of the uncut one. */
const WORTH = 0.5
/** What is cut has to have at least this many times the slope of what remains, or at most its reciprocal. */
const OTHER_SLOPE = 2

/**
 * Index of the first judged point; 0 where there is no warm-up.
 * `grain` is the size of differences that do not matter, in bytes. O(n).
 */
export function warmUpEnd(axis: Float64Array, values: Float64Array, grain: number): number {
  const n = values.length
  const last = Math.min(Math.floor(n * LARGEST_SHARE), n - FEWEST_LEFT)
  if (last <= 0) return 0
  const squares = squaresFromEach(axis, values)
  const error = (cut: number): number => {
    const left = n - cut
    return (squares[cut] / left + grain * grain) / left
  }
  let best = 0
  for (let cut = 1; cut <= last; cut++) if (error(cut) < error(best)) best = cut
  if (best === 0 || error(best) >= WORTH * error(0)) return 0
  return hasOwnSlope(axis, values, best) ? best : 0
}

/** A line that is only bent a little is growth from the beginning, and nothing of it may be thrown away. */
function hasOwnSlope(axis: Float64Array, values: Float64Array, cut: number): boolean {
  const before = (values[cut] - values[0]) / Math.max(axis[cut] - axis[0], Number.MIN_VALUE)
  const after = lineThrough(axis.subarray(cut), values.subarray(cut)).slope
  return before > OTHER_SLOPE * after || before < after / OTHER_SLOPE
}
