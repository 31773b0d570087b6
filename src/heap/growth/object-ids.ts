// Which objects of a snapshot were there in an earlier one: V8 gives every object a number that it keeps for life.

import type { HeapGraph } from '../graph/heap-graph.ts'
import { objectMarks } from './object-marks.ts'

/** The objects of one snapshot, to be found again in a later one. Both arrays have one entry a node. */
export interface ObjectIds {
  /** V8's numbers, ascending. */
  readonly ids: Uint32Array
  /** `objectMarks` of the objects with these numbers. */
  readonly marks: Uint32Array
}

/** O(n log n); keeps two u32 a node. */
export function objectIds(graph: HeapGraph): ObjectIds {
  const ids = graph.nodeId.slice().sort()
  const marks = new Uint32Array(ids.length)
  const mark = objectMarks(graph)
  let at = 0
  for (let node = 0; node < graph.nodeCount; node++) {
    at = positionOf(ids, graph.nodeId[node], at)
    marks[at] = mark[node]
  }
  return { ids, marks }
}

/**
 * For every node the index of the first snapshot of its process that has it: 0 where it is in `earlier[0]`, and
 * `earlier.length` where it is in none but its own. `earlier` are oldest first, at most 255 of them.
 * O(nodes × snapshots × log ids); allocates a byte and a u32 a node.
 */
export function births(graph: HeapGraph, earlier: readonly ObjectIds[]): Uint8Array {
  const born = new Uint8Array(graph.nodeCount).fill(earlier.length)
  if (earlier.length === 0) return born
  const mark = objectMarks(graph)
  for (let round = earlier.length - 1; round >= 0; round--) {
    const { ids, marks } = earlier[round]
    let at = 0
    for (let node = 0; node < graph.nodeCount; node++) {
      const id = graph.nodeId[node]
      at = positionOf(ids, id, at)
      // A number that stood for another object in between does not prove that this one is older.
      if (ids[at] === id && marks[at] === mark[node]) {
        if (born[node] === round + 1) born[node] = round
      }
    }
  }
  return born
}

/** Neighbours in the file are often neighbours in the list, so the search begins where the last one ended. */
function positionOf(ids: Uint32Array, id: number, last: number): number {
  return ids[last + 1] === id ? last + 1 : lowerBound(ids, id)
}

/** Index of the first entry that is not below `value`. */
function lowerBound(sorted: Uint32Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}
