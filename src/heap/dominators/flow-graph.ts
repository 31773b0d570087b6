// The part of the heap that strong edges reach from the root, renumbered in depth-first order, and the edges that
// dominators depend on. Works in place: the column of targets is turned into what the next step needs, since
// a second copy of it is what makes a large snapshot not fit.

import { CHECKPOINT_MASK } from '../graph/checkpoint.ts'
import type { Checkpoint } from '../graph/checkpoint.ts'

/** In place of a number: there is none. */
export const NONE: number = 0xffffffff

/** Set on the last target of a row. Nodes are fewer: a file of 2^31 nodes has a hundred gigabytes. */
export const LAST_OF_ROW: number = 0x80000000

/** Strong edges as compressed rows. Belongs to whoever walks it, and is of no use afterwards. */
export interface FlowRows {
  readonly nodeCount: number
  /** `nodeCount + 1` entries: targets of node n are `arena[first[n]] … arena[first[n + 1] - 1]`. */
  readonly first: Uint32Array
  /** The targets' ordinals, then `nodeCount` words that are free, and one. */
  readonly arena: Uint32Array
}

/**
 * Preorder numbers 0 … count - 1; 0 is the root. Memory: 16 bytes a node, of which `number` lies in the free part
 * of the arena.
 */
export interface DepthFirstOrder {
  readonly count: number
  /** Node ordinal of a preorder number. */
  readonly node: Uint32Array
  /** Preorder number of a node ordinal; `NONE` where strong edges do not reach it. */
  readonly number: Uint32Array
  /** Preorder number of the parent in the depth-first tree; 0 for the root. */
  readonly parent: Uint32Array
  /** The smallest preorder number that has an edge to this one and is a depth-first ancestor of it. */
  readonly highest: Uint32Array
}

/**
 * O(nodes + edges), without recursion: a chain of any length is fine. Leaves in the arena, in place of each edge's
 * target: its preorder number where that is smaller than the source's, else `NONE`; the other edges
 * lead to descendants, and `highest` says all that is asked of them.
 */
export function depthFirstOrder(rows: FlowRows, pause: Checkpoint): DepthFirstOrder {
  const { nodeCount, first, arena } = rows
  const number = arena.subarray(first[nodeCount], first[nodeCount] + nodeCount).fill(NONE)
  const node = new Uint32Array(nodeCount)
  const parent = new Uint32Array(nodeCount)
  const highest = new Uint32Array(nodeCount)
  /** By depth: the edge to go on with. */
  let cursor = new Uint32Array(4096)
  let depth = 0
  let count = 1
  let current = 0
  let edge = first[0]
  let end = first[1]
  number[0] = 0
  for (;;) {
    while (edge < end) {
      const target = arena[edge]
      const known = number[target]
      if (known === NONE) {
        arena[edge] = NONE
        if (depth === cursor.length) cursor = longer(cursor)
        cursor[depth++] = edge + 1
        number[target] = count
        node[count] = target
        parent[count] = current
        highest[count] = current
        current = count++
        edge = first[target]
        end = first[target + 1]
        if ((count & CHECKPOINT_MASK) === 0) pause(count / nodeCount)
        continue
      }
      // Nothing dominates the root, so edges back to it say nothing.
      if (known < current && known !== 0) {
        arena[edge] = known
      } else {
        arena[edge] = NONE
        if (known > current && highest[known] > current) highest[known] = current
      }
      edge++
    }
    if (depth === 0) break
    current = parent[current]
    edge = cursor[--depth]
    end = first[node[current] + 1]
  }
  return { count, node, number, parent, highest }
}

function longer(cursor: Uint32Array): Uint32Array<ArrayBuffer> {
  const twice = new Uint32Array(cursor.length * 2)
  twice.set(cursor)
  return twice
}

/** Edges that lead to a smaller preorder number, row after row. */
export interface BackwardEdges {
  /** Sources' preorder numbers, one for each row that is not empty. Takes the place of `first`. */
  readonly source: Uint32Array
  /** Targets' preorder numbers, the last of each row with `LAST_OF_ROW`. Lies at the begin of the arena. */
  readonly target: Uint32Array
  /** What the arena has free now: two words a node at least. */
  readonly free: Uint32Array
}

/** Moves what is left of the edges together, in place. O(nodes + edges). */
export function backwardEdges(rows: FlowRows, order: DepthFirstOrder): BackwardEdges {
  const { nodeCount, first, arena } = rows
  const { number } = order
  const arenaEnd = first[nodeCount] + nodeCount + 1
  let kept = 0
  let filled = 0
  let end = first[0]
  for (let ordinal = 0; ordinal < nodeCount; ordinal++) {
    const begin = end
    end = first[ordinal + 1]
    const source = number[ordinal]
    if (source === NONE) continue
    const before = kept
    for (let edge = begin; edge < end; edge++) {
      const target = arena[edge]
      if (target !== NONE) arena[kept++] = target
    }
    if (kept === before) continue
    arena[kept - 1] |= LAST_OF_ROW
    first[filled++] = source
  }
  return {
    source: first,
    target: arena.subarray(0, kept),
    free: arena.subarray(kept, arenaEnd),
  }
}
