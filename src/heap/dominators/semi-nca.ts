// Immediate dominators by the Semi-NCA algorithm: L. Georgiadis, "Linear-Time Algorithms for Dominators and
// Related Problems", Princeton 2005, section 2.3, after T. Lengauer and R. Tarjan, "A Fast Algorithm for
// Finding Dominators in a Flowgraph", TOPLAS 1(1), 1979.
// Its second half climbs the dominator tree, which is quadratic on long chains whose values are also held
// from elsewhere (a promise chain and an array, say). Jump pointers (E. Myers, "An applicative random-access
// stack", 1983) make each climb logarithmic.

import { CHECKPOINT_MASK } from '../graph/checkpoint.ts'
import type { Checkpoint } from '../graph/checkpoint.ts'
import type { BackwardEdges, DepthFirstOrder } from './flow-graph.ts'
import { END_OF_CHAIN, predecessorRanges } from './predecessor-ranges.ts'
import type { PredecessorRange } from './predecessor-ranges.ts'

/**
 * Immediate dominator of each preorder number, as a preorder number; 0 for the root itself. Exact. Takes the place
 * of `order.highest`. O(edges · log nodes) at worst, next to linear on heaps; works in the arena's free part
 * and takes a byte an edge more.
 */
export function immediateDominators(
  order: DepthFirstOrder,
  edges: BackwardEdges,
  pause: Checkpoint,
): Uint32Array {
  const semi = semiDominators(order, edges, (share) => pause(share * 0.8))
  return nearestCommonAncestors(order, semi, edges.free, (share) => pause(0.8 + share * 0.2))
}

/**
 * For each w the smallest number from which a path leads to w through larger numbers only.
 * Numbers are handled from the largest down; those handled form a forest that `climb` shortens.
 */
function semiDominators(
  order: DepthFirstOrder,
  edges: BackwardEdges,
  pause: Checkpoint,
): Uint32Array {
  const { count, parent, highest: semi } = order
  /**
   * Two words a number, side by side since both are read at once: some ancestor in the forest, nearer to its root
   * as paths are compressed; and the smallest semidominator between the number and that ancestor, that one not
   * counted. Before its turn a number has the head of its predecessors' chain there.
   */
  const forest = edges.free.subarray(0, 2 * count).fill(END_OF_CHAIN)
  const path = { numbers: new Uint32Array(1024) }
  for (const { from, to, chains } of predecessorRanges(edges, forest, count)) {
    const range = { from: Math.max(from, 1), to, chains }
    semiDominatorsOf(range, { parent, semi, forest, path }, (w) => pause(1 - w / count))
  }
  return semi
}

interface Forest {
  readonly parent: Uint32Array
  readonly semi: Uint32Array
  readonly forest: Uint32Array
  /** Numbers on a path that is being compressed. */
  readonly path: { numbers: Uint32Array<ArrayBuffer> }
}

function semiDominatorsOf(
  { from, to, chains }: PredecessorRange,
  { parent, semi, forest, path }: Forest,
  pause: (w: number) => void,
): void {
  for (let w = to - 1; w >= from; w--) {
    if ((w & CHECKPOINT_MASK) === 0) pause(w)
    let smallest = semi[w]
    for (let at = forest[2 * w]; at !== END_OF_CHAIN; at = chains[at + 1]) {
      const candidate = climb(chains[at], w, forest, path)
      if (candidate < smallest) smallest = candidate
    }
    semi[w] = smallest
    forest[2 * w] = parent[w]
    forest[2 * w + 1] = smallest
  }
}

/** Smallest label from `v` up to the forest's root (a number up to `w`); compresses the path it walked. */
function climb(
  v: number,
  w: number,
  forest: Uint32Array,
  path: { numbers: Uint32Array<ArrayBuffer> },
): number {
  const above = forest[2 * v]
  if (above <= w) return forest[2 * v + 1]
  let { numbers } = path
  let length = 0
  let top = v
  let next = above
  while (next > w) {
    if (length === numbers.length) {
      path.numbers = new Uint32Array(2 * length)
      path.numbers.set(numbers)
      numbers = path.numbers
    }
    numbers[length++] = top
    top = next
    next = forest[2 * top]
  }
  let smallest = forest[2 * top + 1]
  while (length > 0) {
    const at = 2 * numbers[--length]
    if (forest[at + 1] > smallest) forest[at + 1] = smallest
    else smallest = forest[at + 1]
    forest[at] = next
  }
  return smallest
}

/**
 * The nearest ancestor of w's parent in the dominator tree that is not below w's semidominator. The answers take
 * the place of the semidominators, each of which is read once.
 */
function nearestCommonAncestors(
  order: DepthFirstOrder,
  semi: Uint32Array,
  free: Uint32Array,
  pause: Checkpoint,
): Uint32Array {
  const { count, parent } = order
  const dominator = semi
  /**
   * Two words a number: its depth in the dominator tree, and a far ancestor; two jumps of one length are joined to
   * one of twice the length and one.
   */
  const tree = free.subarray(0, 2 * count)
  dominator[0] = 0
  tree[0] = 0
  tree[1] = 0
  for (let w = 1; w < count; w++) {
    if ((w & CHECKPOINT_MASK) === 0) pause(w / count)
    const least = semi[w]
    let d = parent[w]
    while (d > least) {
      const jump = tree[2 * d + 1]
      d = jump > least ? jump : dominator[d]
    }
    dominator[w] = d
    const depth = tree[2 * d]
    const near = tree[2 * d + 1]
    const far = tree[2 * near + 1]
    tree[2 * w] = depth + 1
    tree[2 * w + 1] = depth - tree[2 * near] === tree[2 * near] - tree[2 * far] ? far : d
  }
  return dominator
}
