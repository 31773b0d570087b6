// Numbers under the pointer, without a script: each column of the plot carries its readings and shows them on hover.

import { bytesText, countText, durationText } from '../../../units/index.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import type { ChartFrame } from './chart-frame.ts'
import type { MemorySeries } from './memory-series.ts'

const COLUMNS = 72

/** Hover columns over the whole plot. */
export function chartReadouts(frame: ChartFrame, series: MemorySeries): Markup {
  const width = (frame.right - frame.left) / COLUMNS
  const span = frame.x.to - frame.x.from
  let nearest = 0
  const columns = Array.from({ length: COLUMNS }, (_, column) => {
    const middle = frame.x.from + ((column + 0.5) / COLUMNS) * span
    while (
      nearest + 1 < series.atMs.length &&
      distance(series, nearest + 1, middle) <= distance(series, nearest, middle)
    )
      nearest++
    const x = frame.x.at(series.atMs[nearest] ?? middle)
    const left = Math.round((frame.left + column * width) * 10) / 10
    return markup`<g class="readout"><rect x="${left}" y="${frame.top}" width="${Math.ceil(width * 10) / 10}" height="${frame.bottom - frame.top}"/><line x1="${x}" x2="${x}" y1="${frame.top}" y2="${frame.bottom}"/><text x="${frame.left}" y="16">${readings(series, nearest)}</text></g>`
  })
  return markup`<g class="readouts">${columns}</g>`
}

function distance(series: MemorySeries, index: number, atMs: number): number {
  return Math.abs((series.atMs[index] ?? 0) - atMs)
}

function readings(series: MemorySeries, index: number): string {
  const bytes = (column: readonly number[]): string => bytesText(column[index] ?? 0)
  return [
    `at ${durationText(series.atMs[index] ?? 0)}`,
    `heap ${bytes(series.heap)}`,
    `external ${bytes(series.external)}`,
    `RSS ${bytes(series.rss)}`,
    `work done ${countText(series.operations[index] ?? 0)}`,
  ].join('  ·  ')
}
