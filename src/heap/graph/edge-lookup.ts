// Finds a node's edge by its name without decoding names: the name's index is looked up once.

import type { HeapGraph, NodeOrdinal, StringTable } from './heap-graph.ts'

/** Index of a string of ASCII characters; -1 where the snapshot has no such string. O(strings). */
export function stringIndex(strings: StringTable, text: string): number {
  if (strings.find !== undefined) return strings.find(text)
  for (let index = 0; index < strings.count; index++) {
    if (strings.byteLength(index) === text.length && strings.get(index) === text) return index
  }
  return -1
}

/** The node that the edge leads to; -1 where there is no such edge. O(edges of the node). */
export type EdgeLookup = (node: NodeOrdinal) => NodeOrdinal

/**
 * A lookup of the last edge of one type with one of these names; earlier names win. V8 renames its internal
 * slots now and then, hence the plural. O(strings) to make.
 */
export function edgeLookup(graph: HeapGraph, type: string, ...names: string[]): EdgeLookup {
  const { firstEdge, edgeType, edgeName, edgeTo } = graph
  const wantedType = graph.edgeTypes.indexOf(type)
  const wantedNames = names.map((name) => stringIndex(graph.strings, name))
  return (node) => {
    for (const wanted of wantedNames) {
      if (wanted < 0) continue
      // V8 writes its own slots after the properties: from the end they are found sooner.
      for (let edge = firstEdge[node + 1] - 1; edge >= firstEdge[node]; edge--) {
        if (edgeName[edge] === wanted && edgeType[edge] === wantedType) return edgeTo[edge]
      }
    }
    return -1
  }
}
