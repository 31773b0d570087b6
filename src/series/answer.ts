// The answer of this layer, and what may be asked of it.

import type { MoreEvidence } from './more-evidence.ts'
import type { Interval } from './robust-slope.ts'

/** What counts as growth, and how sure an alarm has to be. */
export interface TrendOptions {
  /** Chance of a false alarm over the whole life of the series, however often it is looked at. Default 0.01. */
  readonly alpha?: number
  /** Growth per hour, as a share of the level, that would not matter. Default 0.001. */
  readonly minimumShare?: number
  /** Growth over the judged window, in bytes, below which nothing is said. Default 128 KiB. */
  readonly minimumBytes?: number
}

/** What one series says. Plain data; bytes and milliseconds. */
export interface Trend {
  readonly shape: 'growing' | 'saturating' | 'flat' | 'falling' | 'undecided'
  /**
   * Evidence for growth in the judged window, read against 1/alpha; see `GrowthEvidence` for what is guaranteed. Choosing
   * the window after looking cannot raise it. At most 1e15, so that it survives JSON and rounding.
   */
  readonly eValue: number
  readonly alpha: number
  /** Points judged: those after the warm-up. */
  readonly points: number
  readonly warmUpEndsAtMs: number
  /** Bytes per hour with the 95 % interval, which holds for one look, not for many. */
  readonly slopePerHour: Interval
  /** Bytes per operation, likewise. */
  readonly slopePerWork: Interval
  /** Where growth that levels off goes; `null` unless the shape is `saturating`. */
  readonly ceiling: Interval | null
  /** Logarithm of the Bayes factor of a line against growth that levels off; positive favours the line. */
  readonly linearAgainstSaturating: number
  /** The last third of the judged window still rises at a material part of the whole window's slope. */
  readonly stillGrowing: boolean
  /** Robust scale of what the best fit leaves. */
  readonly noiseBytes: number
  /** When undecided: how much more at the present pace. */
  readonly needs: MoreEvidence | null
  /** One plain sentence with figures. */
  readonly says: string
}
