// What lies on the grid: warm-up, stacked heap spaces, lines, ceiling, the points of the post-GC floor.

import type { TrendReport } from '../../../protocol/index.ts'
import { bytesText, durationText } from '../../../units/index.ts'
import { Markup, markup } from '../markup.ts'
import { areaPath, linePath } from './chart-frame.ts'
import type { ChartFrame } from './chart-frame.ts'
import { BANDS } from './memory-series.ts'
import type { MemorySeries } from './memory-series.ts'

/** Shade over the part of the run that the trend leaves out. */
export function warmUpShade(frame: ChartFrame, trend: TrendReport | null): Markup | null {
  const end = trend?.warmUpEndsAtMs ?? 0
  if (end <= frame.x.from) return null
  const width = Math.round(Math.min(frame.right, frame.x.at(end)) - frame.left)
  const label =
    width > 64 &&
    markup`<text x="${frame.left + width - 6}" y="${frame.top + 14}" text-anchor="end">warm-up</text>`
  return markup`<g class="warm-up"><rect x="${frame.left}" y="${frame.top}" width="${width}" height="${frame.bottom - frame.top}"/>${label}</g>`
}

/** Heap spaces, one on top of the other. */
export function stackedBands(frame: ChartFrame, series: MemorySeries): Markup[] {
  let lower: readonly number[] = series.atMs.map(() => 0)
  return series.bands.map((band, row) => {
    const upper = band.map((bytes, index) => bytes + (lower[index] ?? 0))
    const empty = band.every((bytes) => bytes === 0)
    const path = areaPath(frame, series.atMs, { upper, lower })
    lower = upper
    return empty
      ? markup``
      : markup`<path class="band band-${BANDS[row]?.id ?? 'other'}" d="${path}"/>`
  })
}

/** RSS and external memory. */
export function memoryLines(frame: ChartFrame, series: MemorySeries): Markup {
  const path = (values: readonly number[]): Markup =>
    new Markup(linePath(frame, series.atMs, values))
  return markup`<path class="line line-rss" d="${path(series.rss)}"/>
<path class="line line-external" d="${path(series.external)}"/>`
}

/** Where saturating growth is expected to end. */
export function ceilingLine(frame: ChartFrame, trend: TrendReport | null): Markup | null {
  const bytes = trend?.ceilingBytes ?? null
  if (bytes === null || bytes < 0 || bytes > frame.y.to) return null
  const y = frame.y.at(bytes)
  return markup`<g class="ceiling"><line x1="${frame.left}" x2="${frame.right}" y1="${y}" y2="${y}"/><text x="${frame.left + 8}" y="${y - 6}">ceiling ${bytesText(bytes)}</text></g>`
}

/** The post-GC floor, a point for each reading. */
export function floorPoints(frame: ChartFrame, series: MemorySeries): Markup {
  const radius = frame.size === 'wide' ? 3 : 2
  const points = series.floors.map(({ atMs, bytes }) => {
    const says = `post-GC floor at ${durationText(atMs)}: ${bytesText(bytes)}`
    return markup`<circle cx="${frame.x.at(atMs)}" cy="${frame.y.at(bytes)}" r="${radius}"><title>${says}</title></circle>`
  })
  return markup`<g class="floor">${points}</g>`
}
