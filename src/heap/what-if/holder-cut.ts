// Which references a holder would have to let go: those to what was put into it, not those to its own parts.

import type { EdgeOrdinal, HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'
import { ROLE_ENGINE, ROLE_STORE } from '../paths/node-role.ts'
import type { Cut } from './unreachable-without.ts'

export interface HolderCutInput {
  readonly graph: HeapGraph
  readonly strong: Uint8Array
  readonly roles: Uint8Array
  /** Snapshot of birth of every node, 0 for the first. */
  readonly births: Uint8Array
}

/**
 * The references from holders to what was made after the first snapshot: those of the holder itself and of its private
 * storage (a Map's table, an array's elements, an object's dictionary). Storage that is itself new is cut off whole,
 * and what it has held since before stays. References to the engine's bookkeeping are not cut. O(edges of the holders
 * and their storage).
 */
export function holderCut(input: HolderCutInput, holders: readonly NodeOrdinal[]): Cut {
  const { graph, strong, roles, births } = input
  const { firstEdge, edgeTo } = graph
  const edges: EdgeOrdinal[] = []
  const keep: NodeOrdinal[] = []
  const seen = new Set<NodeOrdinal>(holders)
  const old: NodeOrdinal[] = [...holders]
  const cutOff: NodeOrdinal[] = []

  const isNewTo = (set: NodeOrdinal[], node: NodeOrdinal): void => {
    if (seen.has(node)) return
    seen.add(node)
    set.push(node)
  }
  for (let node = old.pop(); node !== undefined; node = old.pop()) {
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const to = edgeTo[edge]
      if (strong[edge] !== 1 || roles[to] === ROLE_ENGINE) continue
      const isStore = roles[to] === ROLE_STORE
      if (births[to] !== 0) {
        edges.push(edge)
        if (isStore) isNewTo(cutOff, to)
      } else if (isStore) isNewTo(old, to)
    }
  }
  for (let node = cutOff.pop(); node !== undefined; node = cutOff.pop()) {
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const to = edgeTo[edge]
      if (strong[edge] !== 1) continue
      if (births[to] === 0) keep.push(to)
      else if (roles[to] === ROLE_STORE) isNewTo(cutOff, to)
    }
  }
  return { edges, keep }
}

/** All strong references from one node to another. O(edges of the node). */
export function edgesBetween(
  graph: HeapGraph,
  strong: Uint8Array,
  from: NodeOrdinal,
  to: NodeOrdinal,
): Cut {
  const edges: EdgeOrdinal[] = []
  for (let edge = graph.firstEdge[from]; edge < graph.firstEdge[from + 1]; edge++) {
    if (strong[edge] === 1 && graph.edgeTo[edge] === to) edges.push(edge)
  }
  return { edges, keep: [] }
}
