// The dominator tree laid out so that every subtree is one range: what a node dominates, whether a dominates
// b, and the children of a node are then reads of an array.

import type { HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'
import { NO_DOMINATOR } from './dominator-tree.ts'
import type { DominatorTree } from './dominator-tree.ts'

/** `position` of a node that strong edges do not reach. */
export const NOT_IN_TREE: number = 0xffffffff

/**
 * Preorder of the dominator tree. Memory: 12 bytes a node.
 * The subtree of a node is `node[position[n]] … node[end[n] - 1]`, the node itself first.
 * Its children: `for (let p = position[n] + 1; p < end[n]; p = end[node[p]]) child = node[p]`.
 */
export interface Subtrees {
  /** Node ordinals by position. */
  readonly node: Uint32Array
  /** By node ordinal; `NOT_IN_TREE` for nodes that are only weakly held. */
  readonly position: Uint32Array
  /** By node ordinal: the position after the last node of its subtree; 0 for nodes not in the tree. */
  readonly end: Uint32Array
}

/** O(nodes). */
export function subtrees(graph: HeapGraph, tree: DominatorTree): Subtrees {
  const { order, immediateDominator } = tree
  const position = new Uint32Array(graph.nodeCount).fill(NOT_IN_TREE)
  const end = new Uint32Array(graph.nodeCount)
  const node = new Uint32Array(order.length)
  /** While it runs, `end` counts the nodes of a subtree; then it is the next free position in it. */
  for (let step = order.length - 1; step >= 0; step--) {
    const ordinal = order[step]
    const size = ++end[ordinal]
    const dominator = immediateDominator[ordinal]
    if (dominator !== NO_DOMINATOR) end[dominator] += size
  }
  const free = new Uint32Array(graph.nodeCount)
  for (const ordinal of order) {
    const dominator = immediateDominator[ordinal]
    const at = dominator === NO_DOMINATOR ? 0 : free[dominator]
    const size = end[ordinal]
    if (dominator !== NO_DOMINATOR) free[dominator] += size
    position[ordinal] = at
    node[at] = ordinal
    free[ordinal] = at + 1
    end[ordinal] = at + size
  }
  return { node, position, end }
}

/** Whether every path from the root to `node` passes `dominator`; a reached node dominates itself. O(1). */
export function dominates(rows: Subtrees, dominator: NodeOrdinal, node: NodeOrdinal): boolean {
  const at = rows.position[node]
  return at >= rows.position[dominator] && at < rows.end[dominator]
}

/** Nodes whose immediate dominator is `node`. O(children). */
export function dominatedBy(rows: Subtrees, node: NodeOrdinal): NodeOrdinal[] {
  const found: NodeOrdinal[] = []
  for (let at = rows.position[node] + 1; at < rows.end[node]; at = rows.end[rows.node[at]]) {
    found.push(rows.node[at])
  }
  return found
}
