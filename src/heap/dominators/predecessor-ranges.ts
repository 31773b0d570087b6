// Who points at a number, for one range of numbers after another, the largest first. All at once they would take as
// much memory as the edges; a range takes a quarter of it and another look at each edge.

import { LAST_OF_ROW } from './flow-graph.ts'
import type { BackwardEdges } from './flow-graph.ts'

/** Sources of the edges that lead to the numbers `from … to - 1`. The next range overwrites it. */
export interface PredecessorRange {
  readonly from: number
  readonly to: number
  /** One entry a number of the range, and one more: where its sources begin. */
  readonly first: Uint32Array
  readonly sources: Uint32Array
}

const RANGES = 4
/** Fewer edges than this are one range. */
const LEAST_EDGES = 1 << 20
/** Parts that ranges are put together from. */
const MOST_PARTS = 4096
const NUMBER = LAST_OF_ROW - 1

/** O(edges) a range; ranges are 4 and few more. */
export function* predecessorRanges(
  edges: BackwardEdges,
  count: number,
): Generator<PredecessorRange> {
  const shift = Math.max(0, 32 - Math.clz32(Math.ceil(count / MOST_PARTS)))
  const inPart = edgesByPart(edges.target, shift, (count >>> shift) + 1)
  const most = Math.max(LEAST_EDGES, Math.ceil(edges.target.length / RANGES))
  let first = new Uint32Array(0)
  let sources = new Uint32Array(0)
  for (let part = inPart.length; part > 0;) {
    const to = Math.min(count, part << shift)
    let size = inPart[--part]
    while (part > 0 && size + inPart[part - 1] <= most) size += inPart[--part]
    const from = part << shift
    if (first.length < to - from + 1) first = new Uint32Array(to - from + 1)
    if (sources.length < size) sources = new Uint32Array(size)
    fill(edges, { from, to, first, sources })
    yield { from, to, first, sources }
  }
}

function edgesByPart(target: Uint32Array, shift: number, parts: number): Uint32Array {
  const inPart = new Uint32Array(parts)
  for (let edge = 0; edge < target.length; edge++) inPart[(target[edge] & NUMBER) >>> shift]++
  return inPart
}

function fill(edges: BackwardEdges, range: PredecessorRange): void {
  const { target, source } = edges
  const { from, first, sources } = range
  const length = range.to - from
  first.fill(0)
  for (let edge = 0; edge < target.length; edge++) {
    const at = (target[edge] & NUMBER) - from
    // Numbers below the range come out negative; as unsigned they lie above it.
    if (at >>> 0 < length) first[at]++
  }
  // From counts to row ends; filling moves each end to its row's start.
  let total = 0
  for (let at = 0; at < length; at++) {
    total += first[at]
    first[at] = total
  }
  first[length] = total
  let row = 0
  let from0 = source[0]
  for (let edge = 0; edge < target.length; edge++) {
    const word = target[edge]
    const at = (word & NUMBER) - from
    if (at >>> 0 < length) sources[--first[at]] = from0
    if (word > NUMBER) from0 = source[++row]
  }
}
