// From the measures of a series to its shape: the one place where the tests, the slope and the fits are weighed.

import type { Trend } from './answer.ts'
import type { GrowthShape } from './growth-shape.ts'
import type { Interval } from './robust-slope.ts'

/** Everything measured, before anything is concluded. */
export interface Measures {
  readonly eValue: number
  readonly alpha: number
  /** Points judged. */
  readonly points: number
  readonly perHour: Interval
  readonly shape: GrowthShape
  readonly stillGrowing: boolean
  /** The same test and the same interval, upside down. */
  readonly falls: boolean
  /** Bytes of growth over the window by the robust slope, and by the upper end of its interval. */
  readonly grown: number
  readonly grownAtMost: number
  /** Bytes over the window below which growth does not matter: by `minimumBytes`, and by `minimumShare`. */
  readonly material: number
  readonly materialByShare: number
  /** Growth that levelled off when the series is taken with its warm-up. */
  readonly levelledWithWarmUp: boolean
  /** Share of the points that the warm-up took. */
  readonly warmUpShare: number
}

/** Below this many points nothing is concluded. */
const FEWEST_POINTS = 5
/** Two bends are soon found in fewer points than this. */
const FEWEST_TO_SATURATE = 8
/** With fewer than this, flat only when even the upper end of the slope's interval does not matter. */
const ENOUGH_POINTS = 12

/** A fit that beats a level by this Bayes factor, or a bet that has not lost, keeps "flat" from being said. */
const STRONG = Math.log(20)
/** A shorter warm-up is not worth a word when the rest is flat. */
const LONG_WARM_UP = 0.15

/** The shape, the strongest statement first. */
export function conclusion(m: Measures): Trend['shape'] {
  if (m.points < FEWEST_POINTS) return 'undecided'
  const bends = m.shape.levelledOff && m.shape.rise >= m.material
  if (bends && m.points >= FEWEST_TO_SATURATE) {
    return m.shape.loneStep ? 'flat' : 'saturating'
  }
  // A growth is immaterial by its share only when even the upper end of its interval is.
  const matters = m.grown >= m.material && m.grownAtMost >= m.materialByShare
  const rises = matters && m.perHour.low > 0
  if (rises && m.eValue >= 1 / m.alpha) return m.stillGrowing ? 'growing' : 'saturating'
  if (m.falls && -m.grown >= m.material) return 'falling'
  if (isLevel(m, matters, rises)) {
    return m.levelledWithWarmUp && m.warmUpShare >= LONG_WARM_UP ? 'saturating' : 'flat'
  }
  return m.levelledWithWarmUp ? 'saturating' : 'undecided'
}

function isLevel(m: Measures, matters: boolean, rises: boolean): boolean {
  const fitRises = m.shape.risingAgainstLevel >= STRONG
  if (m.grownAtMost < m.material) return !(fitRises && m.shape.rise >= m.material)
  if (m.points < ENOUGH_POINTS) return false
  if (!matters) return true
  return !fitRises && !(rises && m.eValue >= 1)
}
