// The part of the heap that strong edges reach from the root, renumbered in depth-first order. Dominators are
// found on these numbers: the arrays that the algorithm walks are then visited mostly in order.

import { CHECKPOINT_MASK } from '../graph/checkpoint.ts'
import type { Checkpoint } from '../graph/checkpoint.ts'
import type { HeapGraph } from '../graph/heap-graph.ts'

/** `parent` of a node that has none, and `number` of a node that is not reached. */
export const NONE: number = 0xffffffff

/** Preorder numbers 0 … count - 1; 0 is the root. Memory: 8 bytes a reached node, 4 bytes a node. */
export interface DepthFirstOrder {
  readonly count: number
  /** Node ordinal of a preorder number. */
  readonly node: Uint32Array
  /** Preorder number of a node ordinal; `NONE` where strong edges do not reach it. */
  readonly number: Uint32Array
  /** Preorder number of the parent in the depth-first tree; `NONE` for the root. */
  readonly parent: Uint32Array
}

/** Compressed rows of strong predecessors, all in preorder numbers. */
export interface Predecessors {
  /** `count + 1` entries. */
  readonly first: Uint32Array
  readonly number: Uint32Array
}

/** O(nodes + edges), without recursion: a chain of any length is fine. */
export function depthFirstOrder(
  graph: HeapGraph,
  strong: Uint8Array,
  pause: Checkpoint,
): DepthFirstOrder {
  const { nodeCount, firstEdge, edgeTo } = graph
  const node = new Uint32Array(nodeCount)
  const number = new Uint32Array(nodeCount).fill(NONE)
  const parent = new Uint32Array(nodeCount)
  /** Next edge to look at, by preorder number. */
  const nextEdge = new Uint32Array(nodeCount)
  let count = 0
  const enter = (ordinal: number, from: number): void => {
    number[ordinal] = count
    node[count] = ordinal
    parent[count] = from
    nextEdge[count] = firstEdge[ordinal]
    count++
    if ((count & CHECKPOINT_MASK) === 0) pause(count / nodeCount)
  }
  enter(0, NONE)
  let current = 0
  while (current !== NONE) {
    const end = firstEdge[node[current] + 1]
    let edge = nextEdge[current]
    while (edge < end && (strong[edge] === 0 || number[edgeTo[edge]] !== NONE)) edge++
    if (edge === end) {
      nextEdge[current] = end
      current = parent[current]
    } else {
      nextEdge[current] = edge + 1
      enter(edgeTo[edge], current)
      current = count - 1
    }
  }
  return { count, node: node.subarray(0, count), number, parent: parent.subarray(0, count) }
}

/** O(nodes + edges); edges from unreached nodes, loops and edges of the depth-first tree's root are left out. */
export function predecessors(
  graph: HeapGraph,
  strong: Uint8Array,
  order: DepthFirstOrder,
  pause: Checkpoint,
): Predecessors {
  const { firstEdge, edgeTo } = graph
  const { count, node, number } = order
  const first = new Uint32Array(count + 1)
  for (let from = 0; from < count; from++) {
    const end = firstEdge[node[from] + 1]
    for (let edge = firstEdge[node[from]]; edge < end; edge++) {
      if (strong[edge] === 1) first[number[edgeTo[edge]]]++
    }
  }
  // From counts to row ends; filling backwards moves each end to its row's start.
  let total = 0
  for (let to = 0; to < count; to++) {
    total += first[to]
    first[to] = total
  }
  first[count] = total
  const rows = new Uint32Array(total)
  for (let from = count - 1; from >= 0; from--) {
    if ((from & CHECKPOINT_MASK) === 0) pause(1 - from / count)
    const end = firstEdge[node[from] + 1]
    for (let edge = firstEdge[node[from]]; edge < end; edge++) {
      if (strong[edge] === 1) rows[--first[number[edgeTo[edge]]]] = from
    }
  }
  return { first, number: rows }
}
