// The frame of a memory chart: two plots one above the other on one time axis, and lines drawn through their scales.
// RSS is many times the heap and jumps with every snapshot, so it has a plot of its own and does not flatten the heap.

import type { TrendReport } from '../../../protocol/index.ts'
import { Markup } from '../markup.ts'
import type { MemorySeries } from './memory-series.ts'
import { linearScale, roundTicks } from './scale.ts'
import type { Scale } from './scale.ts'

export type ChartSize = 'wide' | 'narrow'

/** A plot within the drawing; edges in pixels. */
export interface Plot {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly x: Scale
  readonly y: Scale
  /** Sizes with a grid line, from zero to the top of the plot. */
  readonly ticks: readonly number[]
}

export interface ChartFrame {
  readonly size: ChartSize
  readonly width: number
  readonly height: number
  /** Heap spaces and post-GC floor. */
  readonly heap: Plot
  /** RSS, and external memory where it dwarfs the heap. */
  readonly outside: Plot
  /** External memory belongs to `outside`, not to `heap`. */
  readonly externalApart: boolean
}

/** What the scales have to fit besides the readings. */
export interface FrameNeeds {
  readonly size: ChartSize
  readonly externalApart: boolean
  readonly trend: TrendReport | null
  /** Whether there are snapshots, whose numbers take a row above the plot. */
  readonly snapshots: boolean
}

const SIZES = {
  wide: {
    edges: { width: 1088, height: 414 },
    sides: { left: 60, right: 1086 },
    heap: { top: 42, bottom: 268 },
    outside: { top: 306, bottom: 378 },
  },
  narrow: {
    edges: { width: 360, height: 366 },
    sides: { left: 58, right: 356 },
    heap: { top: 40, bottom: 232 },
    outside: { top: 268, bottom: 330 },
  },
} as const

const NUMBERS_HEIGHT = 18
const HEAP_ROWS = 5
const OUTSIDE_ROWS = 3
const APART = 3
const CEILING_IN_SIGHT = 2

/** Whether external memory peaks so far above the heap (three times) that it would flatten it. */
export function externalIsApart(series: MemorySeries): boolean {
  return peak(series.external) > APART * heapPeak(series)
}

/** Frame for all of `series`; each plot from zero bytes to a round number above its largest. */
export function chartFrame(series: MemorySeries, needs: FrameNeeds): ChartFrame {
  const { edges, sides, heap, outside } = SIZES[needs.size]
  const from = series.atMs[0] ?? 0
  const x = linearScale(
    { from, to: Math.max(from + 1, series.atMs.at(-1) ?? 1) },
    { start: sides.left, end: sides.right },
  )
  const plot = (rows: { top: number; bottom: number }, high: number, count: number): Plot => {
    const ticks = roundTicks(high, count)
    const values = { from: 0, to: ticks.at(-1) ?? high }
    const y = linearScale(values, { start: rows.bottom, end: rows.top })
    return { ...sides, ...rows, x, y, ticks }
  }
  const top = heap.top - (needs.snapshots ? 0 : NUMBERS_HEIGHT)
  const apart = needs.externalApart ? peak(series.external) : 0
  return {
    size: needs.size,
    ...edges,
    heap: plot({ top, bottom: heap.bottom }, heapHigh(series, needs), HEAP_ROWS),
    outside: plot(outside, Math.max(peak(series.rss), apart, 1), OUTSIDE_ROWS),
    externalApart: needs.externalApart,
  }
}

/** SVG path through the points; begins with `M`. */
export function linePath(plot: Plot, atMs: readonly number[], values: readonly number[]): string {
  return atMs
    .map(
      (at, index) =>
        `${index === 0 ? 'M' : 'L'}${String(plot.x.at(at))},${String(plot.y.at(values[index] ?? 0))}`,
    )
    .join('')
}

/** SVG path around the area between two lines. */
export function areaPath(
  plot: Plot,
  atMs: readonly number[],
  band: { upper: readonly number[]; lower: readonly number[] },
): Markup {
  const back = linePath(plot, atMs.toReversed(), band.lower.toReversed())
  return new Markup(`${linePath(plot, atMs, band.upper)}L${back.slice(1)}Z`)
}

function heapHigh(series: MemorySeries, needs: FrameNeeds): number {
  const external = needs.externalApart ? 0 : peak(series.external)
  const high = Math.max(heapPeak(series), external, 1)
  const ceiling = needs.trend?.ceilingBytes ?? 0
  return ceiling > high && ceiling <= CEILING_IN_SIGHT * high ? ceiling : high
}

/** The floor counts too: a starved program tells its floor but not its heap spaces. */
function heapPeak(series: MemorySeries): number {
  return Math.max(peak(series.heap), peak(series.floors.map((point) => point.bytes)))
}

function peak(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0)
}
