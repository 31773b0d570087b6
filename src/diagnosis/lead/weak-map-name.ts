// The name of the WeakMap that an ephemeron edge belongs to: V8 writes the id of the map's table into the edge's name.

import { foldPath, retainingPath } from '../../heap/index.ts'
import type { EdgeOrdinal, NodeOrdinal } from '../../heap/index.ts'
import type { GraphView } from './graph-view.ts'

/** E.g. `cacheStore`; `null` where the edge is no entry or the map has no name. O(nodes), asked for few edges. */
export function weakMapName(view: GraphView, edge: EdgeOrdinal): string | null {
  const { graph, tree, roles, trie } = view
  const text = graph.strings.get(graph.edgeName[edge] ?? 0)
  const id = /\(table @(\d+)\)/.exec(text)?.[1]
  const table = id === undefined ? -1 : graph.nodeId.indexOf(Number(id))
  if (table < 0) return null
  const map: NodeOrdinal = tree.parent[table] ?? 0
  const steps = foldPath(graph, retainingPath(tree, map), { roles, classes: trie.classes })
  const last = steps.at(-1)?.steps.at(-1)?.label
  return last !== undefined && (last.type === 'context' || last.type === 'property')
    ? last.name
    : null
}
