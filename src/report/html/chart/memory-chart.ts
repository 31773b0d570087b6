// Memory over time as SVG, drawn here: heap spaces stacked, RSS and external memory as lines, the post-GC floor as points.
// Drawn twice, wide and narrow, since text in an SVG does not reflow; the page shows the one that fits.

import type { Intrusion, IsolateReport } from '../../../protocol/index.ts'
import { bytesText, durationText } from '../../../units/index.ts'
import { visibleName } from '../../escape/visible-text.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { chartAxes } from './chart-axes.ts'
import { chartFrame } from './chart-frame.ts'
import type { ChartSize } from './chart-frame.ts'
import { ceilingLine, floorPoints, memoryLines, stackedBands, warmUpShade } from './chart-layers.ts'
import { collectionTicks, snapshotMarks } from './chart-marks.ts'
import { chartReadouts } from './chart-readouts.ts'
import { BANDS, memorySeries } from './memory-series.ts'
import type { MemorySeries } from './memory-series.ts'

const DETAILS = {
  wide: { readings: 360, floors: 160, collections: 200 },
  narrow: { readings: 140, floors: 60, collections: 60 },
} as const

/** Legend and both drawings of one isolate's memory; `null` with fewer than two readings. */
export function memoryChart(isolate: IsolateReport, intrusion: Intrusion | null): Markup | null {
  if (isolate.memory.atMs.length < 2) return null
  const whole = memorySeries(isolate.memory, DETAILS.wide)
  const snapshots = (intrusion?.snapshots ?? []).filter(
    (snapshot) => snapshot.isolate === isolate.id,
  )
  const draw = (size: ChartSize): Markup => {
    const series = size === 'wide' ? whole : memorySeries(isolate.memory, DETAILS.narrow)
    const frame = chartFrame(series, size)
    return markup`<svg class="chart chart-${size}" viewBox="0 0 ${frame.width} ${frame.height}" role="img">
<title>Memory of isolate ${visibleName(isolate.id)} over time</title>
<desc>${description(series)}</desc>
${warmUpShade(frame, isolate.trend)}
${chartAxes(frame)}
${stackedBands(frame, series)}
${memoryLines(frame, series)}
${ceilingLine(frame, isolate.trend)}
${collectionTicks(frame, series)}
${snapshotMarks(frame, snapshots)}
${size === 'wide' && chartReadouts(frame, series)}
${floorPoints(frame, series)}
</svg>`
  }
  return markup`${legend(whole, snapshots.length > 0)}
${draw('wide')}
${draw('narrow')}`
}

function description(series: MemorySeries): string {
  const first = series.floors[0]
  const last = series.floors.at(-1)
  const time = durationText((series.atMs.at(-1) ?? 0) - (series.atMs[0] ?? 0))
  const highest = bytesText(series.rss.reduce((most, bytes) => Math.max(most, bytes), 0))
  if (first === undefined || last === undefined)
    return `${time} without a reading of the post-GC floor; RSS up to ${highest}.`
  return `In ${time} the post-GC floor went from ${bytesText(first.bytes)} to ${bytesText(last.bytes)}; RSS up to ${highest}.`
}

function legend(series: MemorySeries, snapshots: boolean): Markup {
  const bands = BANDS.filter((_band, row) => series.bands[row]?.some((bytes) => bytes > 0) === true)
  const items = [
    { kind: 'floor', label: 'post-GC floor' },
    { kind: 'line-rss', label: 'RSS' },
    { kind: 'line-external', label: 'external' },
    ...bands.toReversed().map((band) => ({ kind: `band-${band.id}`, label: band.label })),
    { kind: 'natural', label: 'mark-compact' },
    ...(series.collections.some((mark) => mark.asked)
      ? [{ kind: 'asked', label: 'mark-compact asked for' }]
      : []),
    ...(snapshots ? [{ kind: 'snapshots', label: 'snapshot' }] : []),
  ]
  return markup`<ul class="legend">${items.map((item) => markup`<li>${swatch(item.kind)}${item.label}</li>`)}</ul>`
}

function swatch(kind: string): Markup {
  const shape = shapeOf(kind)
  return markup`<svg class="swatch" viewBox="0 0 14 10" aria-hidden="true">${shape}</svg>`
}

function shapeOf(kind: string): Markup {
  if (kind === 'floor') return markup`<g class="floor"><circle cx="7" cy="5" r="3"/></g>`
  if (kind.startsWith('band-'))
    return markup`<rect class="band ${kind}" x="1" y="0" width="12" height="10"/>`
  if (kind === 'natural' || kind === 'asked') {
    return markup`<g class="collections"><line class="${kind}" x1="7" x2="7" y1="1" y2="9"/></g>`
  }
  if (kind === 'snapshots')
    return markup`<g class="snapshots"><line x1="7" x2="7" y1="0" y2="10"/></g>`
  return markup`<path class="line ${kind}" d="M0,5L14,5"/>`
}
