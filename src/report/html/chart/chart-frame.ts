// The frame of a memory chart: its size, its scales, and lines drawn through them.

import { Markup } from '../markup.ts'
import type { MemorySeries } from './memory-series.ts'
import { linearScale, roundTicks } from './scale.ts'
import type { Scale } from './scale.ts'

export type ChartSize = 'wide' | 'narrow'

export interface ChartFrame {
  readonly size: ChartSize
  readonly width: number
  readonly height: number
  /** Edges of the plot, in pixels. */
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly x: Scale
  readonly y: Scale
}

const SIZES = {
  wide: { width: 1088, height: 336, left: 60, right: 1086, top: 28, bottom: 300 },
  narrow: { width: 360, height: 286, left: 58, right: 356, top: 12, bottom: 250 },
} as const

/** Frame for all of `series`, from zero bytes to a round number above the largest. */
export function chartFrame(series: MemorySeries, size: ChartSize): ChartFrame {
  const edges = SIZES[size]
  const high = [series.rss, series.heap, series.external]
    .flat()
    .reduce((most, value) => Math.max(most, value), 1)
  const top = roundTicks(high, 5).at(-1) ?? high
  const from = series.atMs[0] ?? 0
  return {
    size,
    ...edges,
    x: linearScale(
      { from, to: Math.max(from + 1, series.atMs.at(-1) ?? 1) },
      { start: edges.left, end: edges.right },
    ),
    y: linearScale({ from: 0, to: top }, { start: edges.bottom, end: edges.top }),
  }
}

/** SVG path through the points; begins with `M`. */
export function linePath(
  frame: ChartFrame,
  atMs: readonly number[],
  values: readonly number[],
): string {
  return atMs
    .map(
      (at, index) =>
        `${index === 0 ? 'M' : 'L'}${String(frame.x.at(at))},${String(frame.y.at(values[index] ?? 0))}`,
    )
    .join('')
}

/** SVG path around the area between two lines. */
export function areaPath(
  frame: ChartFrame,
  atMs: readonly number[],
  band: { upper: readonly number[]; lower: readonly number[] },
): Markup {
  const back = linePath(frame, atMs.toReversed(), band.lower.toReversed())
  return new Markup(`${linePath(frame, atMs, band.upper)}L${back.slice(1)}Z`)
}
