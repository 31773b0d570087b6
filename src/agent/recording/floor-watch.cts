// A rule of a few comparisons that says when a closer look is worth its price. It accuses nobody: whether there is a leak is
// judged from the recording, outside the program.

/** Time is cut into spans; when there are this many, two become one, so that the memory of it stays the same for days. */
const MOST_SPANS = 24
const FIRST_SPAN_MS = 30_000
/** Fewer spans than this, six minutes at first, say nothing. */
const LEAST_SPANS = 12
/** The rise that matters, in bytes and as a share of the level. */
const WORTH_BYTES = 2_000_000
const WORTH_SHARE = 0.03

/** From the first third to the middle one, and on to the last, at least this share of the rise. */
const STEADY_SHARE = 1 / 6

/** A rise of the floor over the spans that are remembered. */
export interface Rise {
  readonly fromBytes: number
  readonly toBytes: number
  readonly overMs: number
}

/** Remembers the lowest level of each span. */
export interface FloorWatch {
  /** Takes a level right after a mark-compact; the rise, where there is one that matters. O(1), a span's first O(24). */
  readonly add: (atMs: number, levelBytes: number) => Rise | null
}

export function createFloorWatch(): FloorWatch {
  let spanMs = FIRST_SPAN_MS
  let spans: { index: number; lowest: number }[] = []
  return {
    add: (atMs, levelBytes) => {
      const index = Math.floor(atMs / spanMs)
      const last = spans.at(-1)
      if (last !== undefined && last.index === index) {
        last.lowest = Math.min(last.lowest, levelBytes)
        return null
      }
      const rise = riseOf(
        spans.map((span) => span.lowest),
        spans.length * spanMs,
      )
      spans.push({ index, lowest: levelBytes })
      if (spans.length >= MOST_SPANS) {
        spanMs *= 2
        spans = halved(spans)
      }
      return rise
    },
  }
}

/** The last third lies above the first as a whole, by enough, and half-way there has been some of it. */
function riseOf(lowest: readonly number[], overMs: number): Rise | null {
  if (lowest.length < LEAST_SPANS) return null
  const third = Math.floor(lowest.length / 3)
  const first = lowest.slice(0, third)
  const last = lowest.slice(-third)
  const fromBytes = median(first)
  const toBytes = median(last)
  const grown = toBytes - fromBytes
  if (grown < WORTH_BYTES || grown < WORTH_SHARE * fromBytes) return null
  // A single step, and what has levelled off, rises in one half only.
  const halfway = median(lowest.slice(third, -third))
  const steady = Math.min(halfway - fromBytes, toBytes - halfway) >= STEADY_SHARE * grown
  const isAbove = Math.min(...last) > Math.max(...first)
  return steady && isAbove ? { fromBytes, toBytes, overMs } : null
}

function halved(
  spans: readonly { index: number; lowest: number }[],
): { index: number; lowest: number }[] {
  const wide: { index: number; lowest: number }[] = []
  for (const { index, lowest } of spans) {
    const half = Math.floor(index / 2)
    const before = wide.at(-1)
    if (before?.index === half) before.lowest = Math.min(before.lowest, lowest)
    else wide.push({ index: half, lowest })
  }
  return wide
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
