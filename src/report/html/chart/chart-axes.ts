// Grid lines with sizes, and instants below.

import { bytesText, durationText } from '../../../units/index.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import type { ChartFrame } from './chart-frame.ts'
import { roundTicks, timeTicks } from './scale.ts'

/** Both axes of `frame`. */
export function chartAxes(frame: ChartFrame): Markup {
  const rows = roundTicks(frame.y.to, 5).filter((bytes) => bytes <= frame.y.to)
  const instants = timeTicks(frame.x.from, frame.x.to, frame.size === 'wide' ? 12 : 4)
  return markup`<g class="axis">
${rows.map((bytes) => sizeMark(frame, bytes))}
${instants.map((at) => timeMark(frame, at))}
</g>`
}

function sizeMark(frame: ChartFrame, bytes: number): Markup {
  const y = frame.y.at(bytes)
  const label = bytesText(bytes).replace('.0 ', ' ')
  return markup`<line x1="${frame.left}" x2="${frame.right}" y1="${y}" y2="${y}"/><text x="${frame.left - 8}" y="${y + 4}" text-anchor="end">${label}</text>`
}

function timeMark(frame: ChartFrame, at: number): Markup {
  const x = frame.x.at(at)
  const anchor = x > frame.right - 14 ? 'end' : x < frame.left + 14 ? 'start' : 'middle'
  return markup`<text x="${x}" y="${frame.bottom + 30}" text-anchor="${anchor}">${durationText(at)}</text>`
}
