// What lies on the grid: warm-up, stacked heap spaces, lines, ceiling, the points of the post-GC floor.

import type { TrendReport } from '../../../protocol/index.ts'
import { bytesText, durationText } from '../../../units/index.ts'
import { Markup, markup } from '../markup.ts'
import { areaPath, linePath } from './chart-frame.ts'
import type { ChartFrame, Plot } from './chart-frame.ts'
import { BANDS } from './memory-series.ts'
import type { MemorySeries } from './memory-series.ts'

/** Shade over the part of the run that the trend leaves out, in both plots. */
export function warmUpShade(frame: ChartFrame, trend: TrendReport | null): Markup | null {
  const { heap, outside } = frame
  const end = trend?.warmUpEndsAtMs ?? 0
  if (end <= heap.x.from) return null
  const width = Math.round(Math.min(heap.right, heap.x.at(end)) - heap.left)
  const shade = (plot: Plot): Markup =>
    markup`<rect x="${plot.left}" y="${plot.top}" width="${width}" height="${plot.bottom - plot.top}"/>`
  return markup`<g class="warm-up">${shade(heap)}${shade(outside)}</g>`
}

/** The word for that shade, drawn above the bands; `null` where there is no room. */
export function warmUpName(frame: ChartFrame, trend: TrendReport | null): Markup | null {
  const { heap } = frame
  const end = Math.min(heap.right, heap.x.at(trend?.warmUpEndsAtMs ?? heap.x.from))
  if (end - heap.left <= 64) return null
  return markup`<text class="note" x="${end - 6}" y="${heap.top + 14}" text-anchor="end">warm-up</text>`
}

/** Heap spaces, one on top of the other; a gap where they were not read. */
export function stackedBands(frame: ChartFrame, series: MemorySeries): Markup[] {
  const runs = measuredRuns(series.heap)
  let lower: readonly number[] = series.atMs.map(() => 0)
  return series.bands.map((band, row) => {
    const under = lower
    const upper = band.map((bytes, index) => bytes + (under[index] ?? 0))
    lower = upper
    if (band.every((bytes) => bytes === 0)) return markup``
    const areas = runs.map(({ from, to }) =>
      areaPath(frame.heap, series.atMs.slice(from, to), {
        upper: upper.slice(from, to),
        lower: under.slice(from, to),
      }),
    )
    return markup`<path class="band band-${BANDS[row]?.id ?? 'other'}" d="${areas}"/>`
  })
}

/** RSS in the plot outside the heap; external memory there too or in the heap's, as the frame says. */
export function memoryLines(frame: ChartFrame, series: MemorySeries): Markup {
  const { heap, outside } = frame
  const path = (plot: Plot, values: readonly number[]): Markup =>
    new Markup(linePath(plot, series.atMs, values))
  const rss = areaPath(outside, series.atMs, {
    upper: series.rss,
    lower: series.atMs.map(() => 0),
  })
  const external = path(frame.externalApart ? outside : heap, series.external)
  return markup`<path class="area-rss" d="${rss}"/>
<path class="line line-rss" d="${path(outside, series.rss)}"/>
<path class="line casing" d="${external}"/>
<path class="line line-external" d="${external}"/>`
}

/** Where saturating growth is expected to end. */
export function ceilingLine(frame: ChartFrame, trend: TrendReport | null): Markup | null {
  const { heap } = frame
  const bytes = trend?.ceilingBytes ?? null
  if (bytes === null || bytes < 0 || bytes > heap.y.to) return null
  const y = heap.y.at(bytes)
  return markup`<g class="ceiling"><line x1="${heap.left}" x2="${heap.right}" y1="${y}" y2="${y}"/><text class="note" x="${heap.left + 8}" y="${y - 6}">ceiling ${bytesText(bytes)}</text></g>`
}

/** The post-GC floor, a point for each reading. */
export function floorPoints(frame: ChartFrame, series: MemorySeries): Markup {
  const { heap } = frame
  const radius = frame.size === 'wide' ? 3 : 2
  const points = series.floors.map(({ atMs, bytes }) => {
    const says = `post-GC floor at ${durationText(atMs)}: ${bytesText(bytes)}`
    return markup`<circle cx="${heap.x.at(atMs)}" cy="${heap.y.at(bytes)}" r="${radius}"><title>${says}</title></circle>`
  })
  return markup`<g class="floor">${points}</g>`
}

/** Stretches of readings that have heap spaces: a starved program is read from outside, without them. */
function measuredRuns(heap: readonly number[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = []
  for (const [index, bytes] of heap.entries()) {
    if (bytes === 0) continue
    const last = runs.at(-1)
    if (last?.to === index) last.to = index + 1
    else runs.push({ from: index, to: index + 1 })
  }
  return runs
}
