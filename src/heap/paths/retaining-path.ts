// The path of one node, read out of the tree of paths.

import type { NodeOrdinal } from '../graph/heap-graph.ts'
import { UNREACHABLE } from './shortest-path-tree.ts'
import type { PathTree } from './shortest-path-tree.ts'

export interface RetainingPath {
  /** From the root to the node, both included; empty where the node is unreachable. */
  readonly nodes: Uint32Array
  /** `edges[i]` leads from `nodes[i]` to `nodes[i + 1]`. */
  readonly edges: Uint32Array
}

/** O(length of the path). */
export function retainingPath(tree: PathTree, node: NodeOrdinal): RetainingPath {
  const steps = tree.distance[node]
  if (steps === UNREACHABLE) return { nodes: new Uint32Array(0), edges: new Uint32Array(0) }
  const nodes = new Uint32Array(steps + 1)
  const edges = new Uint32Array(steps)
  let at = node
  for (let step = steps; step > 0; step--) {
    nodes[step] = at
    edges[step - 1] = tree.parentEdge[at]
    at = tree.parent[at]
  }
  nodes[0] = at
  return { nodes, edges }
}
