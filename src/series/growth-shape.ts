// Does the growth go on or level off? A line, a saturating curve and a ramp are fitted to the judged window and compared by
// BIC, each with autoregressive noise of its own; one that wins has still to show that it has nearly stopped.

import { memoryOfResiduals, noiseLikelihood, pointsPerIndependent } from './autocorrelation.ts'
import { lineThrough } from './line-fit.ts'
import { rampFit } from './ramp-fit.ts'
import type { RampFit } from './ramp-fit.ts'
import { robustSlope } from './robust-slope.ts'
import type { Interval } from './robust-slope.ts'
import { saturatingFit } from './saturating-fit.ts'
import type { SaturatingFit } from './saturating-fit.ts'
import { median } from './series-point.ts'

/** What the fits say about one window. */
export interface GrowthShape {
  /** Logarithm of the Bayes factor (by BIC) of the line against the better of curve and ramp. */
  readonly linearAgainstSaturating: number
  /** Logarithm of the Bayes factor (by BIC) of the best fit that rises, a lone step excepted, against a level. */
  readonly risingAgainstLevel: number
  /** Curve or ramp won clearly and has nearly stopped. */
  readonly levelledOff: boolean
  /** A ramp between two neighbouring points won clearly. */
  readonly loneStep: boolean
  /** First point of the plateau where a ramp won and has stopped, else `null`. */
  readonly plateauFrom: number | null
  /** Bytes of growth by the better of curve and ramp; 0 where neither rises. */
  readonly rise: number
  /** Where the growth goes; `null` where neither rises. */
  readonly ceiling: Interval | null
  /** Robust scale (1.4826 · median absolute deviation) of what the best fit leaves, bytes. */
  readonly noiseBytes: number
  /** What the best fit leaves: the noise, without the curvature. */
  readonly residuals: Float64Array
}

/** A Bayes factor of 20 is the usual word for "strong". */
const STRONG = Math.log(20)
/** A curve has nearly stopped when this share of its first slope is left, or less. */
const SLOPE_LEFT = 0.25
/** A ramp has stopped when its plateau has this share of its own length, and this many points. */
const PLATEAU_SHARE = 0.25
const PLATEAU_POINTS = 4

/** Robust scale of residuals. */
function scaleOf(residuals: Float64Array): number {
  return 1.4826 * median(residuals.map(Math.abs))
}

/** Whether the plateau has lasted long enough, and is level. */
function rampStopped(ramp: RampFit, u: Float64Array, values: Float64Array): boolean {
  const { from, to } = ramp
  const n = u.length
  const rampSlope = ramp.rise / (u[to] - u[from])
  if (n - to < PLATEAU_POINTS) return false
  if (u[n - 1] - u[to] < PLATEAU_SHARE * (u[to] - u[from])) return false
  // The last quarter of a long ramp is not its plateau: the points that are have to be level by themselves.
  const plateau = robustSlope(u.subarray(to), values.subarray(to))
  return plateau.value < 0.2 * rampSlope
}

/** Interval of the plateau's level from its own points. */
function plateauLevel(ramp: RampFit): Interval {
  const { residuals, to, plateau } = ramp
  const each = pointsPerIndependent(memoryOfResiduals(residuals).phi)
  const half = 1.96 * scaleOf(residuals) * Math.sqrt(Math.min(1, each / (residuals.length - to)))
  return { value: plateau, low: plateau - half, high: plateau + half }
}

/** Whether the curve is over: by its own rate, and by the slope of the last third of the points. */
function curveStopped(curve: SaturatingFit, u: Float64Array, values: Float64Array): boolean {
  if (curve.slopeLeft > SLOPE_LEFT) return false
  const from = Math.floor((u.length * 2) / 3)
  const last = robustSlope(u.subarray(from), values.subarray(from))
  return last.value < 0.6 * curve.rise
}

/** What every fit is compared by. */
interface Fit {
  /** Figures fitted; each costs evidence. */
  readonly figures: number
  readonly residuals: Float64Array
}

/** A fit that levels off, whichever kind it is. */
interface Bend extends Fit {
  readonly rise: number
  readonly ceiling: Interval
  readonly loneStep: boolean
  readonly stopped: boolean
  readonly plateauFrom: number | null
}

function curveBend(u: Float64Array, values: Float64Array, grain: number): Bend | null {
  const curve = saturatingFit(u, values, grain)
  if (curve === null) return null
  const { residuals, rise, ceiling } = curve
  const stopped = curveStopped(curve, u, values)
  return { figures: 3, residuals, rise, ceiling, loneStep: false, stopped, plateauFrom: null }
}

function rampBend(u: Float64Array, values: Float64Array): Bend | null {
  const ramp = rampFit(u, values)
  if (ramp === null) return null
  return {
    figures: ramp.from === 0 ? 3 : 4,
    residuals: ramp.residuals,
    rise: ramp.rise,
    ceiling: plateauLevel(ramp),
    loneStep: ramp.to - ramp.from <= 1,
    stopped: rampStopped(ramp, u, values),
    plateauFrom: ramp.to,
  }
}

/**
 * Shape of the growth along `axis`; `grain` is the size of differences that do not matter, in bytes.
 * O(n²): thin to a few hundred points first.
 */
export function growthShape(axis: Float64Array, values: Float64Array, grain: number): GrowthShape {
  const n = values.length
  const range = axis[n - 1] - axis[0]
  const u = axis.map((x) => (range > 0 ? (x - axis[0]) / range : 0))
  const line = lineThrough(u, values)
  const lineResiduals = values.map((v, i) => v - line.at - line.slope * u[i])
  const mean = values.reduce((a, b) => a + b, 0) / n
  const bic = (fit: Fit): number =>
    fit.figures * Math.log(n) - noiseLikelihood(fit.residuals, grain)
  const advantage = (fit: Fit, over: Fit): number => (bic(over) - bic(fit)) / 2
  const straight: Fit = { figures: 2, residuals: lineResiduals }
  const level: Fit = { figures: 1, residuals: values.map((v) => v - mean) }
  let best: Bend | null = null
  let rising = line.slope > 0 ? advantage(straight, level) : 0
  for (const bend of [curveBend(u, values, grain), rampBend(u, values)]) {
    if (bend === null) continue
    if (best === null || advantage(bend, straight) > advantage(best, straight)) best = bend
    if (!bend.loneStep) rising = Math.max(rising, advantage(bend, level))
  }
  const by = best === null ? 0 : advantage(best, straight)
  const winner = by >= STRONG ? best : null
  return {
    linearAgainstSaturating: -by,
    risingAgainstLevel: rising,
    levelledOff: winner?.stopped ?? false,
    loneStep: winner?.loneStep ?? false,
    plateauFrom: winner?.stopped ? winner.plateauFrom : null,
    rise: best?.rise ?? 0,
    ceiling: best?.ceiling ?? null,
    noiseBytes: scaleOf((winner ?? straight).residuals),
    residuals: (winner ?? straight).residuals,
  }
}
