// Which objects of a snapshot were there in an earlier one: V8 gives every object a number that it keeps for life.

import type { HeapGraph } from '../graph/heap-graph.ts'

/** The object ids of a snapshot, ascending. O(n log n); allocates a u32 a node. */
export function snapshotIds(graph: HeapGraph): Uint32Array {
  return graph.nodeId.slice().sort()
}

/**
 * For every node the index of the first snapshot of its process that has it: 0 where it is in `earlier[0]`, and
 * `earlier.length` where it is in none but its own. `earlier` are sorted ids, oldest first, at most 255 of them.
 * O(nodes × snapshots × log ids); allocates a byte a node.
 */
export function births(graph: HeapGraph, earlier: readonly Uint32Array[]): Uint8Array {
  const born = new Uint8Array(graph.nodeCount).fill(earlier.length)
  for (let round = earlier.length - 1; round >= 0; round--) {
    const ids = earlier[round]
    // Neighbours in the file are often neighbours in the list, so the search begins where the last one ended.
    let at = 0
    for (let node = 0; node < graph.nodeCount; node++) {
      const id = graph.nodeId[node]
      at = ids[at + 1] === id ? at + 1 : lowerBound(ids, id)
      if (ids[at] === id) born[node] = round
    }
  }
  return born
}

/** Index of the first entry that is not below `value`. */
export function lowerBound(sorted: Uint32Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}
