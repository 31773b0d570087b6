// What the tables are filled from, each computed once and only where a table needs it.

import {
  classHistogram,
  classIndex,
  dominatorTree,
  nodeRoles,
  shortestPathTree,
  strongEdges,
  subtrees,
} from '../../heap/index.ts'
import type {
  ClassIndex,
  ClassTotals,
  DominatorTree,
  HeapGraph,
  PathTree,
  Subtrees,
} from '../../heap/index.ts'

/** One snapshot and what follows from it. The first read of a field costs what its function says. */
export class SnapshotFacts {
  readonly graph: HeapGraph
  #strong: Uint8Array | null = null
  #tree: DominatorTree | null = null
  #subtrees: Subtrees | null = null
  #classes: ClassIndex | null = null
  #paths: PathTree | null = null

  constructor(graph: HeapGraph) {
    this.graph = graph
  }

  get strong(): Uint8Array {
    this.#strong ??= strongEdges(this.graph)
    return this.#strong
  }

  get tree(): DominatorTree {
    this.#tree ??= dominatorTree(this.graph, this.strong)
    return this.#tree
  }

  get subtrees(): Subtrees {
    this.#subtrees ??= subtrees(this.graph, this.tree)
    return this.#subtrees
  }

  get classes(): ClassIndex {
    this.#classes ??= classIndex(this.graph)
    return this.#classes
  }

  get paths(): PathTree {
    this.#paths ??= shortestPathTree(this.graph, this.strong, { roles: nodeRoles(this.graph) })
    return this.#paths
  }

  /** Largest retained size first. */
  histogram(): ClassTotals[] {
    return classHistogram(this.graph, this.tree, {
      classes: this.classes,
      subtrees: this.subtrees,
      sampleSize: 0,
    })
  }
}
