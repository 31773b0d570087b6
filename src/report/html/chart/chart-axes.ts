// Grid lines with sizes for each plot, instants below both, and what each plot is called.

import { bytesText, durationText } from '../../../units/index.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import type { ChartFrame, Plot } from './chart-frame.ts'
import { timeTicks } from './scale.ts'

const APART_NAMES = {
  wide: 'Outside the heap: external memory, and RSS of the whole process',
  narrow: 'Outside the heap: external, RSS',
} as const

/** Grids of both plots of `frame`, and the time axis that they share. */
export function chartAxes(frame: ChartFrame): Markup {
  const { heap, outside } = frame
  const instants = timeTicks(heap.x.from, heap.x.to, frame.size === 'wide' ? 12 : 4)
  return markup`<g class="axis">
${heap.ticks.map((bytes) => sizeMark(heap, bytes))}
${outside.ticks.map((bytes) => sizeMark(outside, bytes))}
${instants.map((at) => timeMark(outside, at))}
</g>`
}

/** Names of the plots; they lie on top, since snapshot lines run through the lower one. */
export function plotNames(frame: ChartFrame): Markup {
  const { heap, outside, externalApart } = frame
  const upper = externalApart ? 'Heap' : 'Heap and external memory'
  const lower = externalApart ? APART_NAMES[frame.size] : 'RSS of the whole process'
  return markup`<g class="names"><text x="${heap.left}" y="14">${upper}</text><text x="${outside.left}" y="${outside.top - 12}">${lower}</text></g>`
}

function sizeMark(plot: Plot, bytes: number): Markup {
  const y = plot.y.at(bytes)
  const label = bytesText(bytes).replace('.0 ', ' ')
  return markup`<line x1="${plot.left}" x2="${plot.right}" y1="${y}" y2="${y}"/><text x="${plot.left - 8}" y="${y + 4}" text-anchor="end">${label}</text>`
}

function timeMark(plot: Plot, at: number): Markup {
  const x = plot.x.at(at)
  const anchor = x > plot.right - 14 ? 'end' : x < plot.left + 14 ? 'start' : 'middle'
  return markup`<text x="${x}" y="${plot.bottom + 30}" text-anchor="${anchor}">${durationText(at)}</text>`
}
