// Immediate dominators by the Semi-NCA algorithm: L. Georgiadis, "Linear-Time Algorithms for Dominators and
// Related Problems", Princeton 2005, section 2.3, after T. Lengauer and R. Tarjan, "A Fast Algorithm for
// Finding Dominators in a Flowgraph", TOPLAS 1(1), 1979.
// Its second half climbs the dominator tree, which is quadratic on long chains whose values are also held
// from elsewhere (a promise chain and an array, say). Jump pointers (E. Myers, "An applicative random-access
// stack", 1983) make each climb logarithmic.

import { CHECKPOINT_MASK } from '../graph/checkpoint.ts'
import type { Checkpoint } from '../graph/checkpoint.ts'
import type { DepthFirstOrder, Predecessors } from './flow-graph.ts'

/**
 * Immediate dominator of each preorder number, as a preorder number; 0 for the root itself. Exact.
 * O(edges · log nodes) at worst, next to linear on heaps; 20 bytes a reached node while it runs.
 */
export function immediateDominators(
  order: DepthFirstOrder,
  preds: Predecessors,
  pause: Checkpoint,
): Uint32Array {
  const semi = semiDominators(order, preds, (share) => pause(share * 0.8))
  return nearestCommonAncestors(order, semi, (share) => pause(0.8 + share * 0.2))
}

/**
 * For each w the smallest number from which a path leads to w through larger numbers only.
 * Numbers are handled from the largest down; those handled form a forest that `eval` climbs.
 */
function semiDominators(
  order: DepthFirstOrder,
  preds: Predecessors,
  pause: Checkpoint,
): Uint32Array {
  const { count, parent } = order
  const { first, number: from } = preds
  const semi = new Uint32Array(count)
  /** Some ancestor in the forest; shortened as paths are compressed. */
  const ancestor = Uint32Array.from(parent)
  /** Smallest semidominator between a number and its `ancestor`, that one not counted. */
  const label = new Uint32Array(count)
  /** Numbers below the forest's root on the path being compressed. */
  const path = new Uint32Array(count)
  const forest = { ancestor, label, path }
  for (let w = count - 1; w > 0; w--) {
    if ((w & CHECKPOINT_MASK) === 0) pause(1 - w / count)
    let smallest = parent[w]
    const end = first[w + 1]
    for (let row = first[w]; row < end; row++) {
      const v = from[row]
      // Up to w, a number is not yet in the forest and stands for itself.
      const candidate = v <= w ? v : climb(v, w, forest)
      if (candidate < smallest) smallest = candidate
    }
    semi[w] = smallest
    label[w] = smallest
  }
  return semi
}

/** Smallest label from `v` up to the forest's root (a number up to `w`); compresses the path it walked. */
function climb(
  v: number,
  w: number,
  forest: {
    readonly ancestor: Uint32Array
    readonly label: Uint32Array
    readonly path: Uint32Array
  },
): number {
  const { ancestor, label, path } = forest
  let top = v
  let length = 0
  while (ancestor[top] > w) {
    path[length++] = top
    top = ancestor[top]
  }
  let smallest = label[top]
  if (length === 0) return smallest
  const root = ancestor[top]
  while (length > 0) {
    const u = path[--length]
    if (label[u] > smallest) label[u] = smallest
    else smallest = label[u]
    ancestor[u] = root
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
  pause: Checkpoint,
): Uint32Array {
  const { count, parent } = order
  const dominator = semi
  /** Depth in the dominator tree. */
  const depth = new Uint32Array(count)
  /** A far ancestor; two jumps of one length are joined to one of twice the length and one. */
  const jump = new Uint32Array(count)
  for (let w = 1; w < count; w++) {
    if ((w & CHECKPOINT_MASK) === 0) pause(w / count)
    const least = semi[w]
    let d = parent[w]
    while (d > least) d = jump[d] > least ? jump[d] : dominator[d]
    dominator[w] = d
    const near = jump[d]
    const far = jump[near]
    depth[w] = depth[d] + 1
    jump[w] = depth[d] - depth[near] === depth[near] - depth[far] ? far : d
  }
  return dominator
}
