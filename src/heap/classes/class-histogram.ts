// Totals by class: the table that opens most investigations.

import { CHECKPOINT_MASK, checkpoint } from '../graph/checkpoint.ts'
import type { HeapGraph, NodeOrdinal, WorkOptions } from '../graph/heap-graph.ts'
import type { DominatorTree } from '../dominators/dominator-tree.ts'
import { NOT_IN_TREE, subtrees } from '../dominators/subtrees.ts'
import type { Subtrees } from '../dominators/subtrees.ts'
import { classIndex } from './class-index.ts'
import type { ClassIndex } from './class-index.ts'
import type { HeapClass } from './class-list.ts'

export interface ClassTotals extends HeapClass {
  readonly count: number
  /** Bytes. */
  readonly shallowSize: number
  /**
   * Bytes of the top-most instances only, those that no other instance of the class dominates: the nodes of a
   * linked list are not counted once for each node before them.
   */
  readonly retainedSize: number
  /** The first few instances. */
  readonly sample: readonly NodeOrdinal[]
}

export interface HistogramOptions extends WorkOptions {
  /** Instances kept a class; 8 where not given. */
  readonly sampleSize?: number
  /** What has been computed already. */
  readonly classes?: ClassIndex
  readonly subtrees?: Subtrees
}

const SAMPLE_SIZE = 8

/** Largest retained size first. O(nodes) beyond what `classIndex` and `subtrees` cost. Throws `CANCELLED`. */
export function classHistogram(
  graph: HeapGraph,
  tree: DominatorTree,
  options: HistogramOptions = {},
): ClassTotals[] {
  const index = options.classes ?? classIndex(graph, options)
  const rows = options.subtrees ?? subtrees(graph, tree)
  const { classOf, classes } = index
  const pause = checkpoint(options, 0.9, 1)
  const sampleSize = options.sampleSize ?? SAMPLE_SIZE
  const count = new Float64Array(classes.length)
  const shallow = new Float64Array(classes.length)
  const samples: NodeOrdinal[][] = classes.map(() => [])
  for (let node = 0; node < graph.nodeCount; node++) {
    if ((node & CHECKPOINT_MASK) === 0) pause(node / graph.nodeCount)
    const found = classOf[node]
    shallow[found] += graph.shallowSize[node]
    if (count[found]++ < sampleSize) samples[found].push(node)
  }
  const retained = retainedByClass(graph, tree, rows, index)
  const totals = classes.map((known, at) => ({
    ...known,
    count: count[at],
    shallowSize: shallow[at],
    retainedSize: retained[at],
    sample: samples[at],
  }))
  return totals.filter((row) => row.count > 0).sort((a, b) => b.retainedSize - a.retainedSize)
}

/** One pass in the order of the dominator tree: within the subtree of an instance, others do not count. */
function retainedByClass(
  graph: HeapGraph,
  tree: DominatorTree,
  rows: Subtrees,
  { classOf, classes }: ClassIndex,
): Float64Array {
  const retained = new Float64Array(classes.length)
  /** By class: where the subtree of the last top-most instance ends. */
  const coveredTo = new Uint32Array(classes.length)
  for (let at = 0; at < rows.node.length; at++) {
    const node = rows.node[at]
    const found = classOf[node]
    if (at < coveredTo[found]) continue
    coveredTo[found] = rows.end[node]
    retained[found] += tree.retainedSize[node]
  }
  for (let node = 0; node < graph.nodeCount; node++) {
    if (rows.position[node] === NOT_IN_TREE) retained[classOf[node]] += tree.retainedSize[node]
  }
  return retained
}
