// What happened when: collections as ticks below the plots, snapshots as lines, both of them through both plots.

import type { Intrusion } from '../../../protocol/index.ts'
import { durationText } from '../../../units/index.ts'
import { Markup, markup } from '../markup.ts'
import type { ChartFrame } from './chart-frame.ts'
import type { MemorySeries } from './memory-series.ts'

const MOST_SNAPSHOTS = 24
const LABEL_WIDTH = 24

/** Hairlines behind the bands of both plots, where a collection happened. */
export function collectionLines(frame: ChartFrame, series: MemorySeries): Markup {
  const { heap, outside } = frame
  const through = (asked: boolean): Markup => {
    const columns = series.collections.filter((mark) => mark.asked === asked)
    const path = columns.map((mark) => {
      const x = String(heap.x.at(mark.atMs))
      return `M${x},${String(heap.top)}V${String(heap.bottom)}M${x},${String(outside.top)}V${String(outside.bottom)}`
    })
    return new Markup(path.join(''))
  }
  return markup`<g class="collections through"><path class="natural" d="${through(false)}"/><path class="asked" d="${through(true)}"/></g>`
}

/** Ticks for collections: asked-for ones are longer. */
export function collectionTicks(frame: ChartFrame, series: MemorySeries): Markup {
  const { bottom, x } = frame.outside
  const ticks = series.collections.map(({ atMs, asked }) => {
    const kind = asked ? 'asked' : 'natural'
    return markup`<line class="${kind}" x1="${x.at(atMs)}" x2="${x.at(atMs)}" y1="${bottom + 3}" y2="${bottom + (asked ? 13 : 9)}"/>`
  })
  return markup`<g class="collections">${ticks}</g>`
}

/** A line for each snapshot of the isolate, numbered above the plot where there is room. */
export function snapshotMarks(frame: ChartFrame, snapshots: Intrusion['snapshots']): Markup {
  const { heap, outside } = frame
  let labelEnds = heap.left - LABEL_WIDTH
  const marks = snapshots
    .filter((snapshot) => snapshot.atMs >= heap.x.from && snapshot.atMs <= heap.x.to)
    .slice(0, MOST_SNAPSHOTS)
    .map((snapshot, index) => {
      const x = heap.x.at(snapshot.atMs)
      const says = `snapshot at ${durationText(snapshot.atMs)}, stood still for ${durationText(snapshot.pauseMs)}`
      const fits = x - LABEL_WIDTH / 2 >= labelEnds
      if (fits) labelEnds = x + LABEL_WIDTH / 2
      const at = Math.min(x, heap.right - 8)
      const label =
        fits &&
        markup`<text x="${at}" y="${heap.top - 6}" text-anchor="middle">S${index + 1}</text>`
      return markup`<g><title>${says}</title><line x1="${x}" x2="${x}" y1="${heap.top}" y2="${outside.bottom}"/>${label}</g>`
    })
  return markup`<g class="snapshots">${marks}</g>`
}
