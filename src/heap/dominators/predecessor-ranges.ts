// Who points at a number, for one range of numbers after another, the largest first. All at once they would take as
// much memory as the edges; a range takes a quarter of it and another look at the edges that are left.

import { LAST_OF_ROW } from './flow-graph.ts'
import type { BackwardEdges } from './flow-graph.ts'
import { rangeBorders } from './range-borders.ts'

/** Words a number in the array that the chains' heads are put into; the first of them is the head. */
const WORDS_OF_HEAD = 2
/** Ends a chain; also the head of a number that nobody points at. */
export const END_OF_CHAIN = 0

/**
 * Sources of the edges that lead to the numbers `from … to - 1`, as chains of pairs of a source and the place of the
 * next pair. The next range overwrites them. A number to which very many edges lead comes several times.
 */
export interface PredecessorRange {
  readonly from: number
  readonly to: number
  readonly chains: Uint32Array
}

const RANGES = 8
/** Fewer edges than this are one range. */
const LEAST_EDGES = 1 << 20
const NUMBER = LAST_OF_ROW - 1

/**
 * Uses the edges up, and puts the head of each number's chain into `heads`, whose words from the range on downwards
 * must be 0. O(edges) a range, of which there are 8 and few more; each pass leaves fewer edges.
 */
export function* predecessorRanges(
  edges: BackwardEdges,
  heads: Uint32Array,
  count: number,
): Generator<PredecessorRange> {
  const most = Math.max(LEAST_EDGES, Math.ceil(edges.target.length / RANGES))
  const borders = rangeBorders(edges.target, NUMBER, count, most)
  const largest = borders.reduce((size, border) => Math.max(size, border.size), 0)
  // The first pair stands for the end of a chain.
  const chains = new Uint32Array(2 * Math.min(largest, most) + 2)
  const rest: Rest = { source: edges.source, target: edges.target, edges: edges.target.length }
  for (const { from, to } of borders) {
    const pass = { edge: 0, row: 0, kept: 0, keptRows: 0, rowBegin: 0 }
    for (let ended = false; !ended;) {
      // Where a number comes again, what has been made of its head meanwhile is lost; it will be made again.
      if (pass.edge > 0) heads[WORDS_OF_HEAD * from] = END_OF_CHAIN
      ended = fill(rest, pass, { from, heads, chains })
      yield { from, to, chains }
    }
    rest.edges = pass.kept
  }
}

/** `BackwardEdges` of which some are used up: `edges` targets are left. */
interface Rest {
  readonly source: Uint32Array
  readonly target: Uint32Array
  edges: number
}

/** How far a pass over the edges has come, and what it has kept of them. */
interface Pass {
  edge: number
  row: number
  kept: number
  keptRows: number
  rowBegin: number
}

interface Filling {
  readonly from: number
  readonly heads: Uint32Array
  readonly chains: Uint32Array
}

/** Takes the edges to `from` and above out of the rest, which moves together. Returns whether the pass has ended. */
function fill(rest: Rest, pass: Pass, { from, heads, chains }: Filling): boolean {
  const { source, target, edges } = rest
  let { edge, row, kept, keptRows, rowBegin } = pass
  let at = 2
  let here = source[row]
  for (; edge < edges; edge++) {
    const word = target[edge]
    const number = word & NUMBER
    if (number >= from) {
      // Full: what follows of this number comes with the next call.
      if (at === chains.length) break
      chains[at] = here
      chains[at + 1] = heads[WORDS_OF_HEAD * number]
      heads[WORDS_OF_HEAD * number] = at
      at += 2
    } else {
      target[kept++] = number
    }
    if (word <= NUMBER) continue
    if (kept > rowBegin) {
      target[kept - 1] |= LAST_OF_ROW
      source[keptRows++] = here
      rowBegin = kept
    }
    here = source[++row]
  }
  Object.assign(pass, { edge, row, kept, keptRows, rowBegin })
  return edge === edges
}
