// Which edges keep their target alive. Dominators, retained sizes and retaining paths follow these only.

import { CHECKPOINT_MASK, checkpoint } from './checkpoint.ts'
import { ephemerons } from './ephemerons.ts'
import type { HeapGraph, WorkOptions } from './heap-graph.ts'

/**
 * One byte an edge: 1 where the edge is strong. Not strong are `weak` edges, `shortcut` edges that do not
 * start at the root (they repeat what other edges say), and of a WeakMap entry the table's edge.
 * O(nodes + edges); throws `CANCELLED`.
 */
export function strongEdges(graph: HeapGraph, options: WorkOptions = {}): Uint8Array {
  const { nodeCount, firstEdge, edgeType, edgeTypes } = graph
  const pause = checkpoint(options)
  const weak = edgeTypes.indexOf('weak')
  const shortcut = edgeTypes.indexOf('shortcut')
  const internal = edgeTypes.indexOf('internal')
  const pairs = ephemerons(graph)
  const strong = new Uint8Array(graph.edgeCount)
  for (let node = 0; node < nodeCount; node++) {
    if ((node & CHECKPOINT_MASK) === 0) pause(node / nodeCount)
    const end = firstEdge[node + 1]
    for (let edge = firstEdge[node]; edge < end; edge++) {
      const type = edgeType[edge]
      if (type === weak || (type === shortcut && node !== 0)) continue
      if (type === internal && pairs.startsAtTable(edge, node)) continue
      strong[edge] = 1
    }
  }
  return strong
}
