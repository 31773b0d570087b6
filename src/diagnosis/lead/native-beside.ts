// An open resource in a field beside the holder: a set of functions beside an open file watcher is the list of those
// who are told when the file changes.

import { edgeLookup } from '../../heap/index.ts'
import type { NodeOrdinal } from '../../heap/index.ts'
import type { GraphView } from './graph-view.ts'
import { nativeKinds } from './native-index.ts'

/** More fields are a dictionary, whose entries have nothing to do with one another. */
const MOST_FIELDS = 40

/** Native class of an open resource that the holder's owner has in a field; `null` where there is none. O(strings). */
export function nativeBeside({ graph, facts }: GraphView, owner: NodeOrdinal): string | null {
  if (facts.nodeType(owner) !== 'object') return null
  const property = graph.edgeTypes.indexOf('property')
  const first = graph.firstEdge[owner] ?? 0
  const end = graph.firstEdge[owner + 1] ?? 0
  if (end - first > MOST_FIELDS) return null
  const kindOf = nativeKinds(graph)
  const handle = edgeLookup(graph, 'property', '_handle', '<symbol kHandle>')
  for (let edge = first; edge < end; edge++) {
    const field = graph.edgeTo[edge] ?? 0
    if (graph.edgeType[edge] !== property || facts.nodeType(field) !== 'object') continue
    const wrap = handle(field)
    const kind = kindOf(field) ?? (wrap < 0 ? null : kindOf(wrap))
    if (kind !== null) return kind
  }
  return null
}
