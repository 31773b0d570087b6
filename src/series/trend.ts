// What a series says: it measures the evidence, the slope and the shape, and puts them together into one answer.

import type { Trend, TrendOptions } from './answer.ts'
import { independentBlock } from './autocorrelation.ts'
import { conclusion } from './conclusion.ts'
import { GrowthEvidence } from './growth-evidence.ts'
import { growthShape } from './growth-shape.ts'
import type { GrowthShape } from './growth-shape.ts'
import { moreEvidence } from './more-evidence.ts'
import { robustSlope } from './robust-slope.ts'
import type { Interval } from './robust-slope.ts'
import { axisOf, median, orderedPoints, thinned } from './series-point.ts'
import type { SeriesPoint } from './series-point.ts'
import { sentence } from './trend-sentence.ts'
import { warmUpEnd } from './warm-up.ts'

const ALPHA = 0.01
const MINIMUM_SHARE = 0.001
const MINIMUM_BYTES = 128 * 1024
const HOUR_MS = 3_600_000
const MOST_E = 1e15
/** Slopes and fits are quadratic: longer windows are averaged down to this many points. */
const MOST_FITTED = 200
/** The ends of the window have to keep this share of the whole slope. */
const SLOPE_KEPT = 0.4
/** Those ends, as shares of the points, and fewest points by which they are judged. */
const TAILS: readonly { readonly share: number; readonly least: number }[] = [
  { share: 1 / 3, least: 3 },
  { share: 1 / 6, least: 8 },
]

/** The e-value of the window at half of it and at its end. */
function evidenceOf(values: Float64Array, from: number): { halfway: number; present: number } {
  const evidence = new GrowthEvidence()
  const middle = from + Math.floor((values.length - from) / 2)
  const at = (end: number): number =>
    evidence.eValue({ from, independentBlock: independentBlock(values.subarray(from, end)) })
  let halfway = 1
  for (let i = 0; i < values.length; i++) {
    if (i === middle) halfway = at(i)
    evidence.add(values[i])
  }
  return { halfway, present: Math.min(MOST_E, at(values.length)) }
}

/** Whether the last third of the points keeps up with the whole, and the last sixth, where it is long enough to tell. */
function keepsGrowing(axis: Float64Array, values: Float64Array, whole: Interval): boolean {
  if (whole.value <= 0) return false
  return TAILS.every(({ share, least }) => {
    const from = Math.floor(values.length * (1 - share))
    if (values.length - from < least) return true
    const last = robustSlope(axis.subarray(from), values.subarray(from))
    return last.high >= SLOPE_KEPT * whole.value
  })
}

/** Where growth that levelled off stands: by the fit that won, else by the last third of the window. */
function ceilingOf(shape: GrowthShape, values: Float64Array): Interval {
  if (shape.levelledOff && shape.ceiling !== null) return shape.ceiling
  const last = values.slice(Math.floor((values.length * 2) / 3)).sort()
  return { value: median(last), low: last[0], high: last[last.length - 1] }
}

function scaled(interval: Interval, by: number): Interval {
  return { value: interval.value * by, low: interval.low * by, high: interval.high * by }
}

/** A window as columns, thinned to what quadratic work can bear, with its shape. */
interface Fitted {
  readonly atMs: Float64Array
  readonly work: Float64Array
  readonly axis: Float64Array
  readonly values: Float64Array
  readonly shape: GrowthShape
}

function fit(points: readonly SeriesPoint[], grain: number): Fitted {
  const few = thinned(points, MOST_FITTED)
  const axis = axisOf(few)
  const values = Float64Array.from(few, (p) => p.value)
  return {
    atMs: Float64Array.from(few, (p) => p.atMs),
    work: Float64Array.from(few, (p) => p.work),
    axis,
    values,
    shape: growthShape(axis, values, grain),
  }
}

/** The whole series and what is asked of it. */
interface Question {
  readonly all: readonly SeriesPoint[]
  readonly values: Float64Array
  readonly alpha: number
  readonly material: number
  readonly share: number
  /** Differences far below what matters: they must not make a bend or a warm-up out of nothing. */
  readonly grain: number
}

/** The answer for the points from `from` on, and where its plateau begins, if it has one. */
interface Judgement {
  readonly figures: Omit<Trend, 'says'>
  readonly plateauFrom: number | null
}

function levelledWithWarmUp(question: Question, from: number): boolean {
  if (from === 0) return false
  const { shape } = fit(question.all, question.grain)
  return shape.levelledOff && !shape.loneStep && shape.rise >= question.material
}

function judge(question: Question, from: number): Judgement {
  const { all, values, alpha, material } = question
  const judged = all.slice(from)
  const n = judged.length
  const hours = n === 0 ? 0 : (judged[n - 1].atMs - judged[0].atMs) / HOUR_MS
  const window = fit(judged, question.grain)
  const { shape } = window
  const perHour = scaled(robustSlope(window.atMs, window.values, shape.residuals), HOUR_MS)
  const along = robustSlope(window.axis, window.values)
  const stillGrowing = !shape.levelledOff && keepsGrowing(window.axis, window.values, along)
  const { halfway, present } = evidenceOf(values, from)
  const falls =
    perHour.high < 0 &&
    evidenceOf(
      values.map((v) => -v),
      from,
    ).present >=
      1 / alpha
  const concluded = conclusion({
    eValue: present,
    alpha,
    points: n,
    perHour,
    shape,
    stillGrowing,
    falls,
    grown: perHour.value * hours,
    grownAtMost: perHour.high * hours,
    material,
    materialByShare: question.share * Math.abs(median(window.values)) * hours,
    levelledWithWarmUp: levelledWithWarmUp(question, from),
    warmUpShare: from / Math.max(1, all.length),
  })
  const everyMs = (hours * HOUR_MS) / Math.max(1, n - 1)
  const so = { halfway, present, alpha, points: n, everyMs }
  const plateau = shape.plateauFrom
  const run = Math.ceil(n / MOST_FITTED)
  return {
    plateauFrom: plateau === null ? null : from + plateau * run,
    figures: {
      shape: concluded,
      eValue: present,
      alpha,
      points: n,
      warmUpEndsAtMs: n === 0 ? 0 : judged[0].atMs,
      slopePerHour: perHour,
      slopePerWork: robustSlope(window.work, window.values, shape.residuals),
      ceiling: concluded === 'saturating' ? ceilingOf(shape, window.values) : null,
      linearAgainstSaturating: shape.linearAgainstSaturating,
      stillGrowing,
      noiseBytes: shape.noiseBytes,
      needs: concluded === 'undecided' ? moreEvidence(so) : null,
    },
  }
}

/**
 * The trend of a series, as sure as the points allow; it may be asked again after every point.
 *
 * The shape is `growing` only when the e-value of the judged window reaches 1/alpha, the interval of the slope lies above
 * zero, the growth matters by the options, and no fit that levels off has won. So false alarms are at most as frequent as
 * the e-value's; what that guarantees, and what is only simulated, is said at `GrowthEvidence` and in
 * docs/concepts/trend.md. Deterministic; order of the points does not matter. O(n log n + 200²).
 */
export function trend(points: readonly SeriesPoint[], options: TrendOptions = {}): Trend {
  const all = orderedPoints(points)
  const material = options.minimumBytes ?? MINIMUM_BYTES
  const question: Question = {
    all,
    values: Float64Array.from(all, (p) => p.value),
    alpha: options.alpha ?? ALPHA,
    material,
    share: options.minimumShare ?? MINIMUM_SHARE,
    grain: Math.max(1, material / 32),
  }
  const from = warmUpEnd(axisOf(all), question.values, question.grain)
  const { figures, plateauFrom } = judge(question, from)
  // A plateau is judged by itself too: a leak may hide behind a cache that fills or a step that is far larger.
  const behind = plateauFrom === null ? null : judge(question, plateauFrom).figures
  const answer = behind?.shape === 'growing' ? behind : figures
  return { ...answer, says: sentence(answer) }
}
