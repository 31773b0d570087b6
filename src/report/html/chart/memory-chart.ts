// Memory over time as SVG, drawn here: heap spaces stacked with the post-GC floor as points and external memory as a line,
// and below them, on the same time axis, RSS. Drawn twice, wide and narrow, since text in an SVG does not reflow; the page shows the one that fits.

import type { Intrusion, IsolateReport } from '../../../protocol/index.ts'
import { bytesText, durationText } from '../../../units/index.ts'
import { visibleName } from '../../escape/visible-text.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { chartAxes, plotNames } from './chart-axes.ts'
import { chartFrame, externalIsApart } from './chart-frame.ts'
import type { ChartFrame, ChartSize } from './chart-frame.ts'
import {
  ceilingLine,
  floorPoints,
  memoryLines,
  stackedBands,
  warmUpName,
  warmUpShade,
} from './chart-layers.ts'
import { chartLegend } from './chart-legend.ts'
import { collectionLines, collectionTicks, snapshotMarks } from './chart-marks.ts'
import { chartReadouts } from './chart-readouts.ts'
import { memorySeries } from './memory-series.ts'
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
  const { trend } = isolate
  const externalApart = externalIsApart(whole)
  const draw = (size: ChartSize): Markup => {
    const series = size === 'wide' ? whole : memorySeries(isolate.memory, DETAILS.narrow)
    const frame = chartFrame(series, {
      size,
      externalApart,
      trend,
      snapshots: snapshots.length > 0,
    })
    return markup`<svg class="chart chart-${size}" viewBox="0 0 ${frame.width} ${frame.height}" role="img">
<title>Memory of isolate ${visibleName(isolate.id)} over time</title>
<desc>${description(frame, series)}</desc>
${warmUpShade(frame, trend)}
${collectionLines(frame, series)}
${chartAxes(frame)}
${stackedBands(frame, series)}
${memoryLines(frame, series)}
${collectionTicks(frame, series)}
${snapshotMarks(frame, snapshots)}
${warmUpName(frame, trend)}
${ceilingLine(frame, trend)}
${size === 'wide' && chartReadouts(frame, series)}
${floorPoints(frame, series)}
${plotNames(frame)}
</svg>`
  }
  return markup`${chartLegend(whole, snapshots.length > 0)}
${draw('wide')}
${draw('narrow')}`
}

function description(frame: ChartFrame, series: MemorySeries): string {
  const first = series.floors[0]
  const last = series.floors.at(-1)
  const time = durationText((series.atMs.at(-1) ?? 0) - (series.atMs[0] ?? 0))
  const floor =
    first === undefined || last === undefined
      ? `${time} without a reading of the post-GC floor`
      : `In ${time} the post-GC floor went from ${bytesText(first.bytes)} to ${bytesText(last.bytes)}`
  const external = `external memory up to ${highest(series.external)}`
  const rss = `RSS up to ${highest(series.rss)}`
  return frame.externalApart
    ? `${floor}. Below, on a scale of its own, what is outside the heap: ${external}, ${rss}.`
    : `${floor}; ${external}. Below, on a scale of its own, ${rss}.`
}

function highest(values: readonly number[]): string {
  return bytesText(values.reduce((most, bytes) => Math.max(most, bytes), 0))
}
