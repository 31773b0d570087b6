// What would go if references were cut: the graph is searched again without them. A holder that only one reference
// keeps frees all of its growth; where a second path leads to the same objects, the search finds them still reachable.

import type { DominatorTree } from '../dominators/dominator-tree.ts'
import { NO_DOMINATOR } from '../dominators/dominator-tree.ts'
import { NOT_IN_TREE } from '../dominators/subtrees.ts'
import type { Subtrees } from '../dominators/subtrees.ts'
import type { EdgeOrdinal, HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'

/** References that are cut together. */
export interface Cut {
  readonly edges: readonly EdgeOrdinal[]
  /** Nodes that stay reachable though only what is cut off leads to them; they must have been reachable. */
  readonly keep: readonly NodeOrdinal[]
}

/** What a cut frees: nodes that count, and the shallow bytes of all. */
export interface Freed {
  readonly objects: number
  readonly bytes: number
}

export interface WhatIfTrees {
  readonly dominators: DominatorTree
  /** `subtrees` of the dominators. */
  readonly rows: Subtrees
  /** 1 for nodes that count as objects. */
  readonly isObject: Uint8Array
}

/** What a cut by itself would free. */
export type WhatIf = (cut: Cut) => Freed

/**
 * Answers what a cut would free, of what strong edges reach now; exact, and each cut is asked by itself. A cut can free
 * nothing but what the nearest common dominator of its edges' sources dominates, so only that part is searched:
 * O(nodes + edges) a cut at worst, in practice what hangs from the holder. Allocates a byte an edge and five bytes a
 * node, once for all cuts.
 */
export function unreachableWithout(
  graph: HeapGraph,
  strong: Uint8Array,
  trees: WhatIfTrees,
): WhatIf {
  const search = new Search(graph, strong, trees)
  return (cut) => search.freed(cut)
}

/** `strong` without the edges of a cut. O(edges). */
export function withoutEdges(strong: Uint8Array, cut: Cut): Uint8Array {
  const open = strong.slice()
  for (const edge of cut.edges) open[edge] = 0
  return open
}

class Search {
  readonly #graph: HeapGraph
  readonly #strong: Uint8Array
  readonly #trees: WhatIfTrees
  /** `strong`, with 0 for the edges of the cut that is being tried. */
  readonly #open: Uint8Array
  readonly #reached: Uint8Array
  readonly #stack: Uint32Array

  constructor(graph: HeapGraph, strong: Uint8Array, trees: WhatIfTrees) {
    this.#graph = graph
    this.#strong = strong
    this.#trees = trees
    this.#open = strong.slice()
    this.#reached = new Uint8Array(graph.nodeCount)
    this.#stack = new Uint32Array(graph.nodeCount)
  }

  freed(cut: Cut): Freed {
    const { rows } = this.#trees
    const edges = cut.edges.filter((edge) => this.#counts(edge))
    const top = this.#commonDominator(edges)
    if (top === NO_DOMINATOR) return { objects: 0, bytes: 0 }
    for (const edge of edges) this.#open[edge] = 0
    this.#walk([top, ...cut.keep], rows.position[top], rows.end[top])
    for (const edge of edges) this.#open[edge] = this.#strong[edge]
    return this.#unreached(rows.position[top], rows.end[top])
  }

  /** Strong, and from something that is alive. */
  #counts(edge: EdgeOrdinal): boolean {
    if (this.#strong[edge] !== 1) return false
    return this.#trees.rows.position[this.#source(edge)] !== NOT_IN_TREE
  }

  #source(edge: EdgeOrdinal): NodeOrdinal {
    const { firstEdge, nodeCount } = this.#graph
    let low = 0
    let high = nodeCount - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (firstEdge[middle] <= edge) low = middle
      else high = middle - 1
    }
    return low
  }

  /** The lowest node that dominates all sources: up from the first one until its subtree holds them all. */
  #commonDominator(edges: readonly EdgeOrdinal[]): NodeOrdinal {
    const { position, end } = this.#trees.rows
    let from = 0xffffffff
    let to = 0
    let top = NO_DOMINATOR
    for (const edge of edges) {
      const source = this.#source(edge)
      from = Math.min(from, position[source])
      to = Math.max(to, position[source])
      if (top === NO_DOMINATOR) top = source
    }
    if (top === NO_DOMINATOR) return top
    while (position[top] > from || end[top] <= to) {
      top = this.#trees.dominators.immediateDominator[top]
    }
    return top
  }

  /** Marks what open edges reach from the starts, within a subtree's positions. */
  #walk(starts: readonly NodeOrdinal[], from: number, to: number): void {
    const { firstEdge, edgeTo } = this.#graph
    const { position } = this.#trees.rows
    const reached = this.#reached
    const stack = this.#stack
    let depth = 0
    const enter = (node: NodeOrdinal): void => {
      const at = position[node]
      if (at < from || at >= to || reached[node] === 1) return
      reached[node] = 1
      stack[depth++] = node
    }
    for (const start of starts) enter(start)
    while (depth > 0) {
      const node = stack[--depth]
      for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
        if (this.#open[edge] === 1) enter(edgeTo[edge])
      }
    }
  }

  /** Counts what was not reached, and forgets the marks. */
  #unreached(from: number, to: number): Freed {
    const { node } = this.#trees.rows
    let objects = 0
    let bytes = 0
    for (let at = from; at < to; at++) {
      const ordinal = node[at]
      if (this.#reached[ordinal] === 0) {
        objects += this.#trees.isObject[ordinal]
        bytes += this.#graph.shallowSize[ordinal]
      }
      this.#reached[ordinal] = 0
    }
    return { objects, bytes }
  }
}
