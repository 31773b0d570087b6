// The children of every node in the dominator tree, biggest retained size first.

import { NO_DOMINATOR } from '../../heap/index.ts'
import type { DominatorTree, NodeOrdinal } from '../../heap/index.ts'

export interface DominatorChildren {
  of(node: NodeOrdinal): readonly NodeOrdinal[]
}

/** O(nodes); two u32 columns, and one sort of the children of each node that is asked for. */
export function childrenOf(tree: DominatorTree, nodeCount: number): DominatorChildren {
  const { immediateDominator, retainedSize } = tree
  const first = new Uint32Array(nodeCount + 1)
  for (let node = 1; node < nodeCount; node++) {
    const above = immediateDominator[node] ?? NO_DOMINATOR
    if (above !== NO_DOMINATOR) first[above + 1] = (first[above + 1] ?? 0) + 1
  }
  for (let node = 0; node < nodeCount; node++)
    first[node + 1] = (first[node + 1] ?? 0) + (first[node] ?? 0)
  const next = first.slice()
  const child = new Uint32Array(first[nodeCount] ?? 0)
  for (let node = 1; node < nodeCount; node++) {
    const above = immediateDominator[node] ?? NO_DOMINATOR
    if (above === NO_DOMINATOR) continue
    const at = next[above] ?? 0
    child[at] = node
    next[above] = at + 1
  }
  return {
    of: (node) =>
      [...child.subarray(first[node], first[node + 1])].sort(
        (a, b) => (retainedSize[b] ?? 0) - (retainedSize[a] ?? 0),
      ),
  }
}
