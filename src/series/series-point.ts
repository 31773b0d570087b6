// The input of this layer: one quantity over time, and the two ways it is put in shape before anything else is asked.

/** One reading of the quantity. */
export interface SeriesPoint {
  /** Milliseconds since any fixed instant. */
  readonly atMs: number
  /** Operations done so far; never falls. Equals `atMs / 1000` where only time is known. */
  readonly work: number
  /** Bytes. */
  readonly value: number
}

/** The points with finite figures, in the order of time, `work` made never to fall. O(n log n); copies. */
export function orderedPoints(points: readonly SeriesPoint[]): SeriesPoint[] {
  const finite = points.filter(
    (p) => Number.isFinite(p.atMs) && Number.isFinite(p.work) && Number.isFinite(p.value),
  )
  finite.sort((a, b) => a.atMs - b.atMs)
  let done = -Infinity
  return finite.map((p) => {
    done = Math.max(done, p.work)
    return { atMs: p.atMs, work: done, value: p.value }
  })
}

/** At most `limit` points: means of runs of equal length, so that quadratic work stays bounded. O(n). */
export function thinned(points: readonly SeriesPoint[], limit: number): readonly SeriesPoint[] {
  if (points.length <= limit) return points
  const run = Math.ceil(points.length / limit)
  const means: SeriesPoint[] = []
  for (let from = 0; from + run <= points.length; from += run) {
    let atMs = 0
    let work = 0
    let value = 0
    for (let i = from; i < from + run; i++) {
      atMs += points[i].atMs
      work += points[i].work
      value += points[i].value
    }
    means.push({ atMs: atMs / run, work: work / run, value: value / run })
  }
  return means
}

/** What fits and warm-up are measured along: `work`, or time where the work hardly moves. */
export function axisOf(points: readonly SeriesPoint[]): Float64Array {
  let moves = 0
  for (let i = 1; i < points.length; i++) if (points[i].work > points[i - 1].work) moves++
  const byWork = moves * 2 >= points.length - 1
  return Float64Array.from(points, (p) => (byWork ? p.work : p.atMs / 1000))
}

/** Median of the values; 0 of none. O(n log n); copies. */
export function median(values: ArrayLike<number>): number {
  return sortedMedian(Float64Array.from(values).sort())
}

/** Median of ascending values; 0 of none. O(1). */
export function sortedMedian(sorted: Float64Array): number {
  const n = sorted.length
  if (n === 0) return 0
  return n % 2 === 1 ? sorted[(n - 1) / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2
}
