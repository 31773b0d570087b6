// The answer: who dominates whom over strong edges, and what each object retains.

import { CHECKPOINT_MASK, checkpoint } from '../graph/checkpoint.ts'
import type { Checkpoint } from '../graph/checkpoint.ts'
import type { HeapGraph, NodeOrdinal, WorkOptions } from '../graph/heap-graph.ts'
import { NONE, backwardEdges, depthFirstOrder } from './flow-graph.ts'
import type { DepthFirstOrder, FlowRows } from './flow-graph.ts'
import { immediateDominators } from './semi-nca.ts'

/** What `immediateDominator` holds for the root and for nodes that strong edges do not reach. */
export const NO_DOMINATOR: number = NONE

/** Memory: 16 bytes a node. */
export interface DominatorTree {
  /** By node ordinal. `NO_DOMINATOR` for the root and for nodes that are only weakly held. */
  readonly immediateDominator: Uint32Array
  /**
   * Reached node ordinals; every dominator comes before what it dominates. Starts with the root, in the
   * depth-first order of the strong edges. Shorter than `nodeCount` where some nodes are only weakly held.
   */
  readonly order: Uint32Array
  /**
   * Bytes by node ordinal: shallow sizes of everything the node dominates, with itself. Nodes that are only
   * weakly held retain themselves alone.
   */
  readonly retainedSize: Float64Array
}

/** Whether strong edges lead from the root to the node. O(1). */
export function isStronglyReachable(tree: DominatorTree, node: NodeOrdinal): boolean {
  return node === 0 || tree.immediateDominator[node] !== NO_DOMINATOR
}

/**
 * Exact dominators and retained sizes over the edges that `strong` (see `strongEdges`) marks with 1.
 * O(edges · log nodes) at worst, without recursion. While it runs it takes about 20 bytes a node and 5 bytes
 * a strong edge. Throws `CANCELLED`.
 */
export function dominatorTree(
  graph: HeapGraph,
  strong: Uint8Array,
  options: WorkOptions = {},
): DominatorTree {
  const rows = flowRows(graph, strong, checkpoint(options, 0, 0.1))
  const order = depthFirstOrder(rows, checkpoint(options, 0.1, 0.4))
  const edges = backwardEdges(rows, order)
  const dominator = immediateDominators(order, edges, checkpoint(options, 0.4, 0.95))
  const retainedSize = retainedSizes(graph, order, dominator)
  return {
    immediateDominator: byNode(order, dominator),
    order: order.node.subarray(0, order.count),
    retainedSize,
  }
}

/** A copy of the strong edges that may be used up. */
function flowRows(graph: HeapGraph, strong: Uint8Array, pause: Checkpoint): FlowRows {
  const { nodeCount, edgeCount, firstEdge, edgeTo } = graph
  let count = 0
  for (let edge = 0; edge < edgeCount; edge++) count += strong[edge]
  const arena = new Uint32Array(count + nodeCount + 1)
  const first = new Uint32Array(nodeCount + 1)
  let at = 0
  for (let node = 0; node < nodeCount; node++) {
    if ((node & CHECKPOINT_MASK) === 0) pause(node / nodeCount)
    first[node] = at
    const end = firstEdge[node + 1]
    for (let edge = firstEdge[node]; edge < end; edge++) {
      if (strong[edge] === 1) arena[at++] = edgeTo[edge]
    }
  }
  first[nodeCount] = at
  return { nodeCount, first, arena }
}

function byNode(order: DepthFirstOrder, dominator: Uint32Array): Uint32Array {
  // The parents are not needed any more: their array is taken over for the answer.
  const { count, node } = order
  const answer = order.parent.fill(NO_DOMINATOR)
  for (let w = 1; w < count; w++) answer[node[w]] = node[dominator[w]]
  return answer
}

/** A dominator has a smaller number than what it dominates, so one pass from the end adds everything up. */
function retainedSizes(
  graph: HeapGraph,
  order: DepthFirstOrder,
  dominator: Uint32Array,
): Float64Array {
  const { count, node } = order
  const sums = new Float64Array(count)
  for (let w = 0; w < count; w++) sums[w] = graph.shallowSize[node[w]]
  for (let w = count - 1; w > 0; w--) sums[dominator[w]] += sums[w]
  const answer = Float64Array.from(graph.shallowSize)
  for (let w = 0; w < count; w++) answer[node[w]] = sums[w]
  return answer
}
