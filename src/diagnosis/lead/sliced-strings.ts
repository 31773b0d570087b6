// Strings that live only because a slice of them does: V8's sliced strings point at their parent.

import { NO_DOMINATOR } from '../../heap/index.ts'
import type { NodeOrdinal } from '../../heap/index.ts'
import type { GraphView } from './graph-view.ts'

/** How far up the dominator tree a holder is looked for. */
const LEVELS = 32

/** Bytes of new whole strings that a slice dominates, below one of the holders. O(nodes of type sliced string). */
export function slicedParentBytes(view: GraphView, holders: ReadonlySet<NodeOrdinal>): number {
  const { graph, births } = view
  const sliced = graph.nodeTypes.indexOf('sliced string')
  const { immediateDominator } = view.dominators
  let bytes = 0
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.nodeType[node] !== sliced || births[node] === 0) continue
    const first = graph.firstEdge[node] ?? 0
    const end = graph.firstEdge[node + 1] ?? 0
    for (let edge = first; edge < end; edge++) {
      const parent = graph.edgeTo[edge] ?? 0
      if (immediateDominator[parent] !== node) continue
      if (isBelow(immediateDominator, node, holders))
        bytes += view.dominators.retainedSize[parent] ?? 0
    }
  }
  return bytes
}

function isBelow(
  immediateDominator: Uint32Array,
  node: NodeOrdinal,
  holders: ReadonlySet<NodeOrdinal>,
): boolean {
  let at = node
  for (let level = 0; level < LEVELS && at !== NO_DOMINATOR && at !== 0; level++) {
    if (holders.has(at)) return true
    at = immediateDominator[at] ?? NO_DOMINATOR
  }
  return false
}
