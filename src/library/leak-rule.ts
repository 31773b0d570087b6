// When a `leak` event is due: the trend of the floor, or of external memory, has to grow for sure, by enough, for long
// enough, and still at the pace it began with. "Five collections in a row" is not asked: a cache that fills does that, and a
// noisy leak does not.

import type { SeriesPoint, Trend } from '../series/index.ts'

/** What a `leak` event says. The first four fields are those of memwatch. */
export interface LeakInfo {
  /** From where on the growth is judged: after the warm-up. */
  readonly start: Date
  readonly end: Date
  /** Bytes since `start`, by the trend. */
  readonly growth: number
  /** One sentence with figures. */
  readonly reason: string
  readonly series: 'post-GC floor' | 'external memory'
  readonly bytesPerHour: number
  /** 95 % interval of it. */
  readonly lowBytesPerHour: number
  readonly highBytesPerHour: number
}

/** The same on the clock of the readings. */
export interface ToldLeak extends Omit<LeakInfo, 'start' | 'end'> {
  /** Where the judged growth begins, ms. */
  readonly fromMs: number
}

/** Asks the trend of one series. */
export type JudgeSeries = (
  points: readonly SeriesPoint[],
  options: { readonly minimumBytes: number },
) => Trend

/** Growth below this, or below this share of the level, is not told. */
const LEAST_BYTES = 1_000_000
const LEAST_SHARE = 0.1
/** A program fills up before it works: growth for a shorter time than this says nothing, ms. */
const LEAST_MS = 600_000
const LEAST_POINTS = 12
/** What levels off grows less in its later part than in its earlier one; a leak grows at least this much of it. */
const STEADY_SHARE = 0.7
const HOUR_MS = 3_600_000

/** Points kept, and the time they may span: what leaks in a day is seen, and memory stays bounded. */
const MOST_POINTS = 256
const LONGEST_MS = 24 * HOUR_MS
/** Of the running time, what judging may take; and how much longer than at the last judgement the next one waits. */
const JUDGING_SHARE = 0.005
const LONGER_SHARE = 0.05
/** The next event waits until the growth is this many times what the last one told. */
const TOLD_AGAIN = 2

/** One series of readings, and whether it grows. `nowMs` of all calls is one monotonic clock. */
export class LeakRule {
  readonly #series: LeakInfo['series']
  readonly #judge: JudgeSeries
  #points: SeriesPoint[] = []
  /** Readings that become one point, once the series was thinned. */
  #each = 1
  #open: { atMs: number; lowest: number; readings: number } | null = null
  #nextAtMs = 0
  #toldBytes = 0

  constructor(series: LeakInfo['series'], judge: JudgeSeries) {
    this.#series = series
    this.#judge = judge
  }

  /** Points that are kept. */
  get points(): readonly SeriesPoint[] {
    return this.#points
  }

  /** Takes one reading after a mark-compact. O(1), now and then O(points). */
  add(atMs: number, bytes: number): void {
    const open = this.#open ?? { atMs, lowest: bytes, readings: 0 }
    const lowest = Math.min(open.lowest, bytes)
    const readings = open.readings + 1
    this.#open = readings < this.#each ? { atMs, lowest, readings } : null
    if (this.#open !== null) return
    this.#points.push({ atMs, work: atMs / 1000, value: lowest })
    if (this.#points.length > MOST_POINTS) this.#thin()
    const oldest = atMs - LONGEST_MS
    if ((this.#points[0]?.atMs ?? atMs) < oldest) {
      this.#points = this.#points.filter((point) => point.atMs >= oldest)
    }
  }

  /** What to tell now; `null` mostly. Judges rarely enough to take half a percent of the time; `clockMs` measures that. */
  leak(nowMs: number, clockMs: () => number): ToldLeak | null {
    const spanMs = nowMs - (this.#points[0]?.atMs ?? nowMs)
    if (this.#points.length < LEAST_POINTS || spanMs < LEAST_MS || nowMs < this.#nextAtMs) {
      return null
    }
    const startedAt = clockMs()
    const trend = this.#judge(this.#points, { minimumBytes: LEAST_BYTES })
    const tookMs = clockMs() - startedAt
    this.#nextAtMs = nowMs + Math.max(LONGER_SHARE * spanMs, tookMs / JUDGING_SHARE)
    return this.#told(trend, nowMs)
  }

  #told(trend: Trend, nowMs: number): ToldLeak | null {
    const forMs = nowMs - trend.warmUpEndsAtMs
    const growth = (trend.slopePerHour.value * forMs) / HOUR_MS
    const level = this.#points.at(-1)?.value ?? 0
    const grows = trend.shape === 'growing' && trend.stillGrowing && trend.eValue * trend.alpha >= 1
    const matters = growth >= LEAST_BYTES && growth >= LEAST_SHARE * level && forMs >= LEAST_MS
    if (!grows || !matters || !this.#isSteady(trend.warmUpEndsAtMs)) return null
    if (growth < TOLD_AGAIN * this.#toldBytes) return null
    this.#toldBytes = growth
    return {
      fromMs: trend.warmUpEndsAtMs,
      growth: Math.round(growth),
      reason: `${this.#series}: ${trend.says}`,
      series: this.#series,
      bytesPerHour: Math.round(trend.slopePerHour.value),
      lowBytesPerHour: Math.round(trend.slopePerHour.low),
      highBytesPerHour: Math.round(trend.slopePerHour.high),
    }
  }

  /** By the medians of three equal parts of the judged points. */
  #isSteady(fromMs: number): boolean {
    const judged = this.#points.filter((point) => point.atMs >= fromMs)
    const part = Math.floor(judged.length / 3)
    const [early, middle, late] = [0, part, 2 * part].map((at) =>
      median(judged.slice(at, at + part).map((point) => point.value)),
    )
    if (early === undefined || middle === undefined || late === undefined) return false
    return middle > early && late - middle >= STEADY_SHARE * (middle - early)
  }

  /** Neighbours become one point, the lower of the two: a floor. */
  #thin(): void {
    this.#each *= 2
    const thinned: SeriesPoint[] = []
    for (let at = 0; at + 1 < this.#points.length; at += 2) {
      const first = this.#points[at]
      const second = this.#points[at + 1]
      if (first !== undefined && second !== undefined)
        thinned.push({ ...second, value: Math.min(first.value, second.value) })
    }
    this.#points = thinned
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
