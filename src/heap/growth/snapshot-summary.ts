// What growth needs to know of an earlier snapshot, so that its graph can be let go.

import type { HeapGraph } from '../graph/heap-graph.ts'
import { ROLE_ENGINE, ROLE_STORE, nodeRoles } from '../paths/node-role.ts'
import type { PathTree } from '../paths/shortest-path-tree.ts'
import { objectIds } from './object-ids.ts'
import type { ObjectIds } from './object-ids.ts'
import { identitySample } from './same-process.ts'
import type { IdentitySample } from './same-process.ts'

/** The reachable nodes of one snapshot, every one after its parent in the tree of paths. */
export interface PathRows {
  /** Object ids in the order of the tree; entry 0 is the root. */
  readonly id: Uint32Array
  /** Position of the parent, below one's own; the root's is 0. */
  readonly parent: Uint32Array
  readonly shallowSize: Uint32Array | Float64Array
  /** 1 for objects of the program, 0 for storage and the engine's bookkeeping. */
  readonly isObject: Uint8Array
}

export interface SnapshotSummary extends PathRows {
  /** All nodes, to be found again in later snapshots. */
  readonly ids: ObjectIds
  readonly identity: IdentitySample
}

/** O(n log n) for the ids, O(nodes) for the rest; keeps 21 bytes a node and nothing of the graph. */
export function snapshotSummary(
  graph: HeapGraph,
  tree: PathTree,
  roles: Uint8Array = nodeRoles(graph),
): SnapshotSummary {
  const ids = objectIds(graph)
  return { ...pathRows(graph, tree, roles), ids, identity: identitySample(ids) }
}

/** The part of a summary that populations are counted on. O(nodes); 13 bytes a node. */
export function pathRows(graph: HeapGraph, tree: PathTree, roles: Uint8Array): PathRows {
  const { order } = tree
  const position = new Uint32Array(graph.nodeCount)
  for (let i = 0; i < order.length; i++) position[order[i]] = i
  const shallowSize =
    graph.shallowSize instanceof Float64Array
      ? new Float64Array(order.length)
      : new Uint32Array(order.length)
  const isObject = new Uint8Array(order.length)
  for (let i = 0; i < order.length; i++) {
    shallowSize[i] = graph.shallowSize[order[i]]
    isObject[i] = countsAsObject(roles[order[i]])
  }
  return {
    id: Uint32Array.from(order, (node) => graph.nodeId[node]),
    parent: Uint32Array.from(order, (node) => position[tree.parent[node]]),
    shallowSize,
    isObject,
  }
}

/** 1 where a node is something to count: neither storage nor bookkeeping. */
export function countsAsObject(role: number): number {
  return role === ROLE_STORE || role === ROLE_ENGINE ? 0 : 1
}
