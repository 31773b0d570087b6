// The graph turned round: who points at a node. Retaining paths climb these rows.

import { CHECKPOINT_MASK, checkpoint } from './checkpoint.ts'
import type { HeapGraph, WorkOptions } from './heap-graph.ts'

/** Compressed rows of the reversed graph. Memory: 4 bytes a node, 8 bytes an edge. */
export interface Retainers {
  /** `nodeCount + 1` entries: rows `firstRetainer[n] … firstRetainer[n + 1] - 1` lead to node n. */
  readonly firstRetainer: Uint32Array
  /** Ordinal of the node that the edge starts at; ascending within a row. */
  readonly retainerNode: Uint32Array
  /** Ordinal of the edge itself. */
  readonly retainerEdge: Uint32Array
}

/**
 * Rows of the edges that `keep` marks with 1 (all edges where it is not given).
 * O(nodes + edges); throws `CANCELLED`.
 */
export function retainers(
  graph: HeapGraph,
  keep?: Uint8Array,
  options: WorkOptions = {},
): Retainers {
  const { nodeCount, edgeCount, firstEdge, edgeTo } = graph
  const pause = checkpoint(options)
  const firstRetainer = new Uint32Array(nodeCount + 1)
  let kept = 0
  for (let edge = 0; edge < edgeCount; edge++) {
    if (keep !== undefined && keep[edge] === 0) continue
    firstRetainer[edgeTo[edge]]++
    kept++
  }
  // From counts to the end of each row; filling from the last node on moves each end to its row's start.
  let end = 0
  for (let node = 0; node < nodeCount; node++) {
    end += firstRetainer[node]
    firstRetainer[node] = end
  }
  firstRetainer[nodeCount] = kept
  const retainerNode = new Uint32Array(kept)
  const retainerEdge = new Uint32Array(kept)
  for (let node = nodeCount - 1; node >= 0; node--) {
    if ((node & CHECKPOINT_MASK) === 0) pause(1 - node / nodeCount)
    for (let edge = firstEdge[node + 1] - 1; edge >= firstEdge[node]; edge--) {
      if (keep !== undefined && keep[edge] === 0) continue
      const row = --firstRetainer[edgeTo[edge]]
      retainerNode[row] = node
      retainerEdge[row] = edge
    }
  }
  return { firstRetainer, retainerNode, retainerEdge }
}
