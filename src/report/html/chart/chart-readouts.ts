// Numbers under the pointer, without a script: each column of the plot carries its readings and shows them on hover.

import { bytesText, countText, durationText } from '../../../units/index.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import type { ChartFrame } from './chart-frame.ts'
import type { MemorySeries } from './memory-series.ts'

const COLUMNS = 72

/** Hover columns over both plots. */
export function chartReadouts(frame: ChartFrame, series: MemorySeries): Markup {
  const { left, right, top, x } = frame.heap
  const { bottom } = frame.outside
  const width = (right - left) / COLUMNS
  const span = x.to - x.from
  let nearest = 0
  const columns = Array.from({ length: COLUMNS }, (_, column) => {
    const middle = x.from + ((column + 0.5) / COLUMNS) * span
    while (
      nearest + 1 < series.atMs.length &&
      distance(series, nearest + 1, middle) <= distance(series, nearest, middle)
    )
      nearest++
    const at = x.at(series.atMs[nearest] ?? middle)
    const from = Math.round((left + column * width) * 10) / 10
    return markup`<g class="readout"><rect x="${from}" y="${top}" width="${Math.ceil(width * 10) / 10}" height="${bottom - top}"/><line x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/><text x="${right}" y="14" text-anchor="end">${readings(series, nearest)}</text></g>`
  })
  return markup`<g class="readouts">${columns}</g>`
}

function distance(series: MemorySeries, index: number, atMs: number): number {
  return Math.abs((series.atMs[index] ?? 0) - atMs)
}

function readings(series: MemorySeries, index: number): string {
  const bytes = (column: readonly number[]): string => bytesText(column[index] ?? 0)
  const heap = series.heap[index] ?? 0
  return [
    `at ${durationText(series.atMs[index] ?? 0)}`,
    heap === 0 ? 'heap not read' : `heap ${bytesText(heap)}`,
    `external ${bytes(series.external)}`,
    `RSS ${bytes(series.rss)}`,
    `work done ${countText(series.operations[index] ?? 0)}`,
  ].join('  ·  ')
}
