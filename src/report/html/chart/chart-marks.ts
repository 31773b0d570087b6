// What happened when: collections as ticks below the plot, snapshots as lines through it.

import type { Intrusion } from '../../../protocol/index.ts'
import { durationText } from '../../../units/index.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import type { ChartFrame } from './chart-frame.ts'
import type { MemorySeries } from './memory-series.ts'

/** Ticks for collections: asked-for ones are longer. */
export function collectionTicks(frame: ChartFrame, series: MemorySeries): Markup {
  const ticks = series.collections.map(({ atMs, asked }) => {
    const x = frame.x.at(atMs)
    const kind = asked ? 'asked' : 'natural'
    return markup`<line class="${kind}" x1="${x}" x2="${x}" y1="${frame.bottom + 3}" y2="${frame.bottom + (asked ? 13 : 9)}"/>`
  })
  return markup`<g class="collections">${ticks}</g>`
}

/** A line for each snapshot of the isolate, labelled with its pause where there is room. */
export function snapshotMarks(frame: ChartFrame, snapshots: Intrusion['snapshots']): Markup {
  const wide = frame.size === 'wide'
  const marks = snapshots
    .filter((snapshot) => snapshot.atMs >= frame.x.from && snapshot.atMs <= frame.x.to)
    .slice(0, 24)
    .map((snapshot, index) => {
      const x = frame.x.at(snapshot.atMs)
      const says = `snapshot at ${durationText(snapshot.atMs)}, stood still for ${durationText(snapshot.pauseMs)}`
      const label =
        wide &&
        markup`<text x="${x + (x > frame.right - 50 ? -5 : 5)}" y="${frame.top + 14}" text-anchor="${x > frame.right - 50 ? 'end' : 'start'}">S${index + 1}</text>`
      return markup`<g><title>${says}</title><line x1="${x}" x2="${x}" y1="${frame.top}" y2="${frame.bottom}"/>${label}</g>`
    })
  return markup`<g class="snapshots">${marks}</g>`
}
