// Which nodes some holders dominate, at any depth: chains of promises or cells are thousands of levels deep.

import type { NodeOrdinal } from '../../heap/index.ts'
import type { GraphView } from './graph-view.ts'

/** By node: 1 where one of the holders dominates it, the holders among them. O(nodes); a byte a node. */
export function belowHolders(view: GraphView, holders: Iterable<NodeOrdinal>): Uint8Array {
  const { immediateDominator, order } = view.dominators
  const below = new Uint8Array(view.graph.nodeCount)
  for (const holder of holders) below[holder] = 1
  for (let i = 1; i < order.length; i++) {
    const node = order[i] ?? 0
    if (below[immediateDominator[node] ?? 0] === 1) below[node] = 1
  }
  return below
}
