// Memory over time, and what grew between the snapshots, for one isolate.

import type { IsolateReport, Report } from '../../../protocol/index.ts'
import { bytesText, countText, durationText, signedBytesText } from '../../../units/index.ts'
import { visibleName } from '../../escape/visible-text.ts'
import { growthRows } from '../../wording/growth-words.ts'
import { bar } from '../chart/bar.ts'
import { memoryChart } from '../chart/memory-chart.ts'
import { memorySeries } from '../chart/memory-series.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { trendList } from './trend.ts'

const MOST_CLASSES = 20
const MOST_READINGS = 24

/** Chart, trend and readings; `null` where the isolate was not watched over time. */
export function memoryPanel(report: Report, isolate: IsolateReport): Markup | null {
  const chart = memoryChart(isolate, report.intrusion)
  if (chart === null) return null
  const named =
    report.isolates.length > 1 ? markup` of isolate <bdi>${visibleName(isolate.id)}</bdi>` : null
  return markup`<section class="panel"><h2>Memory over time${named}</h2>
${chart}
${isolate.trend !== null && trendList(isolate.trend)}
${readingsTable(isolate)}
</section>`
}

/** Classes that grew, biggest first, with bars; `null` without snapshots. */
export function growthPanel(report: Report, isolate: IsolateReport): Markup | null {
  const rows = growthRows(isolate.grew, MOST_CLASSES)
  if (rows.length === 0) return null
  const most = Math.max(1, ...rows.map((row) => row.grownBytes))
  const named =
    report.isolates.length > 1 ? markup` in isolate <bdi>${visibleName(isolate.id)}</bdi>` : null
  const body = rows.map(
    (
      row,
    ) => markup`<tr><td class="name"><bdi><code>${row.className}</code></bdi>${row.source !== '' && markup` <code class="muted">${row.source}</code>`}</td>
<td class="number">${countText(row.firstObjects)} → ${countText(row.lastObjects)}</td><td class="number">${row.grownObjects > 0 ? '+' : ''}${countText(row.grownObjects)}</td><td class="number">${signedBytesText(row.grownBytes)}</td><td class="bars">${bar(row.grownBytes / most)}</td></tr>`,
  )
  return markup`<section class="panel"><h2>What grew${named}, first to last snapshot</h2>
<div class="scroll" tabindex="0" role="region" aria-label="What grew"><table>
<thead><tr><th scope="col">Class</th><th scope="col" class="number">Objects</th><th scope="col" class="number">Change</th><th scope="col" class="number">Shallow size</th><th scope="col"></th></tr></thead>
<tbody>${body}</tbody></table></div></section>`
}

function readingsTable(isolate: IsolateReport): Markup {
  const series = memorySeries(isolate.memory, {
    readings: MOST_READINGS * 8,
    floors: 2,
    collections: 2,
  })
  const every = Math.max(1, Math.ceil(series.atMs.length / MOST_READINGS))
  const rows = series.atMs.flatMap((atMs, index) => {
    if (index % every !== 0 && index !== series.atMs.length - 1) return []
    const heap = series.heap[index] ?? 0
    const cells = [
      heap === 0 ? 'not read' : bytesText(heap),
      bytesText(series.external[index] ?? 0),
      bytesText(series.rss[index] ?? 0),
    ].map((cell) => markup`<td class="number">${cell}</td>`)
    return [
      markup`<tr><td>${durationText(atMs)}</td>${cells}<td class="number">${countText(series.operations[index] ?? 0)}</td></tr>`,
    ]
  })
  const heads = ['Heap', 'External', 'RSS', 'Work done'].map(
    (label) => markup`<th scope="col" class="number">${label}</th>`,
  )
  return markup`<details><summary>Readings as a table</summary><div class="inside scroll" tabindex="0" role="region" aria-label="Readings"><table>
<thead><tr><th scope="col">At</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div></details>`
}
