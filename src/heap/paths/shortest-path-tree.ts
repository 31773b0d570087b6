// One retaining path for every node: the one that explains most, not the one with the fewest edges. After the
// prioritising path finder of LeakCanary's Shark, with costs in place of its two queues.

import { CHECKPOINT_MASK, checkpoint } from '../graph/checkpoint.ts'
import type { HeapGraph, NodeOrdinal, WorkOptions } from '../graph/heap-graph.ts'
import { BucketQueue } from './bucket-queue.ts'
import { MAX_EDGE_COST, edgeCosts } from './edge-cost.ts'
import { nodeRoles } from './node-role.ts'

/** In `PathTree.parent`, `parentEdge` and `distance`: there is none. */
export const UNREACHABLE = 0xffffffff

/** Above this many edges the names are data, and their order matters to nobody. */
const MAX_SORTED_EDGES = 4096
const MIN_SORTED_EDGES = 16

export interface PathTree {
  /** The node before this one on its path; the root is its own parent. One entry a node. */
  readonly parent: Uint32Array
  /** The edge from the parent; `UNREACHABLE` for the root. */
  readonly parentEdge: Uint32Array
  /** Edges on the path from the root. */
  readonly distance: Uint32Array
  /** The reachable nodes, every one after its parent. */
  readonly order: Uint32Array
}

export interface PathTreeOptions extends WorkOptions {
  /** `nodeRoles(graph)`, where it is at hand. */
  readonly roles?: Uint8Array
}

/**
 * The tree of cheapest paths from the root over strong edges (`strong[edge] === 1`), by `edgeCosts`. Ties go to the
 * edge met first; edges of dictionaries and scopes are met in the order of their names, since V8 seeds its hashes per process.
 * O(nodes + edges); allocates five u32 arrays of node count, one of which is dropped. Throws `CANCELLED`.
 */
export function shortestPathTree(
  graph: HeapGraph,
  strong: Uint8Array,
  options: PathTreeOptions = {},
): PathTree {
  const { nodeCount, firstEdge, edgeTo } = graph
  const costs = edgeCosts(graph, options.roles ?? nodeRoles(graph))
  const byName = dictionaryOrder(graph)
  // Cheapest cost known so far; u32 holds 16 million of the dearest edges in a row.
  const best = new Uint32Array(nodeCount).fill(UNREACHABLE)
  const parent = new Uint32Array(nodeCount).fill(UNREACHABLE)
  const parentEdge = new Uint32Array(nodeCount).fill(UNREACHABLE)
  const distance = new Uint32Array(nodeCount).fill(UNREACHABLE)
  const order = new Uint32Array(nodeCount)
  const pause = checkpoint(options)
  const queue = new BucketQueue(MAX_EDGE_COST)
  let settled = 0

  function relax(from: NodeOrdinal, edge: number): void {
    const to = edgeTo[edge]
    if (strong[edge] !== 1 || distance[to] !== UNREACHABLE) return
    const cost = best[from] + costs.of(from, edge, to)
    if (cost >= best[to]) return
    best[to] = cost
    parent[to] = from
    parentEdge[to] = edge
    queue.push(to, cost)
  }

  best[0] = 0
  parent[0] = 0
  queue.push(0, 0)
  for (let node = queue.take(); node !== -1; node = queue.take()) {
    if (distance[node] !== UNREACHABLE) continue
    distance[node] = node === 0 ? 0 : distance[parent[node]] + 1
    order[settled++] = node
    if ((settled & CHECKPOINT_MASK) === 0) pause(settled / nodeCount)
    const sorted = byName(node)
    if (sorted !== null) for (const edge of sorted) relax(node, edge)
    else for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) relax(node, edge)
  }
  return { parent, parentEdge, distance, order: order.slice(0, settled) }
}

/** A function that gives the edges of a dictionary or scope by name, and `null` for a node whose edges keep the order of the file. */
function dictionaryOrder(graph: HeapGraph): (node: NodeOrdinal) => Uint32Array | null {
  const { firstEdge, edgeType, edgeName, edgeTo, nodeType, strings } = graph
  const property = graph.edgeTypes.indexOf('property')
  const context = graph.edgeTypes.indexOf('context')
  const internal = graph.edgeTypes.indexOf('internal')
  const array = graph.nodeTypes.indexOf('array')

  function isDictionary(first: number, end: number): boolean {
    for (let edge = end - 1; edge >= first; edge--) {
      if (edgeType[edge] !== internal || nodeType[edgeTo[edge]] !== array) continue
      if (strings.get(edgeName[edge]) === 'properties') return true
    }
    return false
  }

  return (node) => {
    const first = firstEdge[node]
    const end = firstEdge[node + 1]
    const degree = end - first
    if (degree < MIN_SORTED_EDGES || degree > MAX_SORTED_EDGES) return null
    const named = edgeType[first]
    if (named !== context && !(named === property && isDictionary(first, end))) return null
    const names = new Map<number, string>()
    for (let edge = first; edge < end; edge++) {
      names.set(edge, edgeType[edge] === named ? strings.get(edgeName[edge]) : '\uffff')
    }
    const nameOf = (edge: number): string => names.get(edge) ?? ''
    return Uint32Array.from({ length: degree }, (_, i) => first + i).sort((a, b) => {
      const left = nameOf(a)
      const right = nameOf(b)
      if (left === right) return a - b
      return left < right ? -1 : 1
    })
  }
}
