// Whether promises are still waited for. A promise that is pending holds a list of reactions; a settled one holds its
// value in the same place, and is then a value like any other.

import type { NodeOrdinal } from '../../heap/index.ts'
import type { GraphView } from './graph-view.ts'

const REACTION = 'system / PromiseReaction'

/** Whether most of the objects are promises with a reaction; the newest may always be. O(edges of the objects). */
export function arePending(view: GraphView, objects: readonly NodeOrdinal[]): boolean {
  return objects.filter((node) => reacts(view, node)).length > objects.length / 2
}

function reacts({ graph }: GraphView, node: NodeOrdinal): boolean {
  const end = graph.firstEdge[node + 1] ?? 0
  for (let edge = graph.firstEdge[node] ?? 0; edge < end; edge++) {
    const to = graph.edgeTo[edge] ?? 0
    if (graph.strings.get(graph.nodeName[to] ?? 0) === REACTION) return true
  }
  return false
}
