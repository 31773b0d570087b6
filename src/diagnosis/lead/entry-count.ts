// How many entries a collection has, by its edges. Numbers and flags have no edge in a snapshot, so of those there may be more.

import type { HeapGraph, NodeOrdinal } from '../../heap/index.ts'

/** Entries of an array, Map, Set or dictionary. O(its edges). */
export function entryCount(graph: HeapGraph, holder: NodeOrdinal): number {
  const table = tableOf(graph, holder)
  if (table === holder) return Math.max(elements(graph, holder), properties(graph, holder))
  const isMap = graph.strings.get(graph.nodeName[holder] ?? 0) !== 'Set'
  // Of a Map, keys and values lie side by side.
  return Math.round(countEdges(graph, table, 'internal') / (isMap ? 2 : 1))
}

/** The hash table of a Map or Set; the object itself where it has none. */
export function tableOf(graph: HeapGraph, holder: NodeOrdinal): NodeOrdinal {
  const { firstEdge, edgeType, edgeName, edgeTo, edgeTypes, strings } = graph
  const internal = edgeTypes.indexOf('internal')
  for (let edge = firstEdge[holder] ?? 0; edge < (firstEdge[holder + 1] ?? 0); edge++) {
    if (edgeType[edge] === internal && strings.get(edgeName[edge] ?? 0) === 'table') {
      return edgeTo[edge] ?? 0
    }
  }
  return holder
}

/** Slots of an array that are taken. What fills the others is one value, `undefined` or `null` mostly, again and again. */
function elements(
  { firstEdge, edgeType, edgeTo, edgeTypes }: HeapGraph,
  holder: NodeOrdinal,
): number {
  const element = edgeTypes.indexOf('element')
  const end = firstEdge[holder + 1] ?? 0
  let count = 0
  let last = -1
  for (let edge = firstEdge[holder] ?? 0; edge < end; edge++) {
    if (edgeType[edge] !== element) continue
    const to = edgeTo[edge] ?? 0
    if (to !== last) count++
    last = to
  }
  return count
}

function properties(graph: HeapGraph, holder: NodeOrdinal): number {
  return countEdges(graph, holder, 'property')
}

function countEdges(graph: HeapGraph, node: NodeOrdinal, type: string): number {
  const { firstEdge, edgeType, edgeTypes } = graph
  const wanted = edgeTypes.indexOf(type)
  const end = firstEdge[node + 1] ?? 0
  let count = 0
  for (let edge = firstEdge[node] ?? 0; edge < end; edge++) if (edgeType[edge] === wanted) count++
  return count
}
