// Who is to blame for how many bytes when several growing things hold the same objects. LeakShare, after J. Vilk and
// E. Berger, "BLeak: Automatically Debugging Memory Leaks in Web Applications", PLDI 2018, section 3.4, with the
// lower bound that LeakCanary's Shark adds.

import type { HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'

/** Two masks of 32 bits a node. */
export const MAX_SHARE_GROUPS = 64

export interface LeakShares {
  /** By group: bytes that only the groups reach, each object split evenly among the groups that reach it. */
  readonly shareBytes: Float64Array
  /** By group: bytes that this group alone reaches: what cutting it off frees, whatever happens to the others. */
  readonly exclusiveBytes: Float64Array
}

/**
 * Shares of at most 64 groups of nodes, in bytes of `sizes` (shallow sizes; 0 for nodes that do not count). What the root reaches over strong edges without passing a node of a group
 * counts for none. O((nodes + edges) × groups) at worst, in practice what the groups reach; allocates 13 bytes a
 * node. Throws a `RangeError` for more groups.
 */
export function leakShare(
  graph: HeapGraph,
  strong: Uint8Array,
  groups: readonly (readonly NodeOrdinal[])[],
  sizes: ArrayLike<number> = graph.shallowSize,
): LeakShares {
  if (groups.length > MAX_SHARE_GROUPS) {
    throw new RangeError(`at most ${MAX_SHARE_GROUPS} groups, not ${groups.length}`)
  }
  const walk = new Walk(graph, strong)
  const blocked = new Uint8Array(graph.nodeCount)
  for (const group of groups) for (const node of group) blocked[node] = 1
  const free = reachableWithout(walk, blocked)
  const low = new Uint32Array(graph.nodeCount)
  const high = new Uint32Array(graph.nodeCount)
  for (const [i, group] of groups.entries()) {
    const masks = i < 32 ? low : high
    const bit = (1 << (i & 31)) >>> 0
    walk.from(group, (node) => {
      if (free[node] === 1 || (masks[node] & bit) !== 0) return false
      masks[node] = (masks[node] | bit) >>> 0
      return true
    })
  }
  return sharesOf(sizes, groups.length, low, high)
}

/** 1 for nodes that strong edges reach from the root without passing a blocked one. */
function reachableWithout(walk: Walk, blocked: Uint8Array): Uint8Array {
  const reached = new Uint8Array(blocked.length)
  walk.from([0], (node) => {
    if (reached[node] === 1 || blocked[node] === 1) return false
    reached[node] = 1
    return true
  })
  return reached
}

function sharesOf(
  sizes: ArrayLike<number>,
  groupCount: number,
  low: Uint32Array,
  high: Uint32Array,
): LeakShares {
  const shareBytes = new Float64Array(groupCount)
  const exclusiveBytes = new Float64Array(groupCount)
  for (let node = 0; node < low.length; node++) {
    const holders = bitCount(low[node]) + bitCount(high[node])
    if (holders === 0) continue
    const size = sizes[node]
    for (let group = 0; group < groupCount; group++) {
      const mask = group < 32 ? low[node] : high[node]
      if (((mask >>> (group & 31)) & 1) === 0) continue
      shareBytes[group] += size / holders
      if (holders === 1) exclusiveBytes[group] += size
    }
  }
  return { shareBytes, exclusiveBytes }
}

/** Depth-first walks over strong edges that share one stack. */
class Walk {
  readonly #graph: HeapGraph
  readonly #strong: Uint8Array
  readonly #stack: Uint32Array

  constructor(graph: HeapGraph, strong: Uint8Array) {
    this.#graph = graph
    this.#strong = strong
    this.#stack = new Uint32Array(graph.nodeCount)
  }

  /** `enter` says, once a node at the latest, whether to go on from it; it must not say yes twice to one node. */
  from(starts: readonly NodeOrdinal[], enter: (node: NodeOrdinal) => boolean): void {
    const { firstEdge, edgeTo } = this.#graph
    const stack = this.#stack
    let depth = 0
    for (const start of starts) if (enter(start)) stack[depth++] = start
    while (depth > 0) {
      const node = stack[--depth]
      for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
        if (this.#strong[edge] === 1 && enter(edgeTo[edge])) stack[depth++] = edgeTo[edge]
      }
    }
  }
}

function bitCount(mask: number): number {
  let bits = mask - ((mask >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
