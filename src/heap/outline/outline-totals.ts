// Totals by class of an outline. Works in preorder numbers, where what belongs together lies together, and in memory
// that dominators have done with.

import type { ClassTotals } from '../classes/class-histogram.ts'
import type { DepthFirstOrder } from '../dominators/flow-graph.ts'
import type { NodeClasses } from './outline-classes.ts'

/** How many objects a class has, before anything is known of what they retain. */
export interface ClassCount {
  readonly name: string
  readonly count: number
  /** Bytes. */
  readonly shallowSize: number
}

/** Instances kept a class. */
const SAMPLE_SIZE = 8

export interface OutlineGraph {
  readonly nodes: NodeClasses
  readonly size: Uint32Array
  readonly order: DepthFirstOrder
  /** By preorder number. */
  readonly dominator: Uint32Array
  /** Four words a node: two for the sums, two for places in the dominator tree. */
  readonly arena: Uint32Array
  /** One word a node. */
  readonly spare: Uint32Array
}

/** The largest shallow size first. O(nodes). */
export function classCounts(
  { classOf, classes }: NodeClasses,
  size: Uint32Array | Float64Array,
): ClassCount[] {
  const { count, shallow } = sums(classOf, classes.length, size)
  return classes
    .map(({ name }, at) => ({ name, count: count[at], shallowSize: shallow[at] }))
    .filter((row) => row.count > 0)
    .sort((a, b) => b.shallowSize - a.shallowSize)
}

/** Retained sizes by preorder number, in the first two words a node of the arena. O(nodes). */
export function retainedByNumber({ size, order, dominator, arena }: OutlineGraph): Float64Array {
  const { count, node } = order
  const retained = new Float64Array(arena.buffer, arena.byteOffset, count)
  for (let w = 0; w < count; w++) retained[w] = size[node[w]]
  for (let w = count - 1; w > 0; w--) retained[dominator[w]] += retained[w]
  return retained
}

/**
 * The largest retained size first, as `classHistogram`; `retained` is what `retainedByNumber` gave. O(nodes).
 */
export function classTotals(graph: OutlineGraph, retained: Float64Array): ClassTotals[] {
  const { classOf, classes } = graph.nodes
  const { count, shallow } = sums(classOf, classes.length, graph.size)
  const held = retainedByClass(graph, retained, shallow)
  const sample = samples(classOf, classes.length)
  return classes
    .map((known, at) => ({
      ...known,
      count: count[at],
      shallowSize: shallow[at],
      retainedSize: held[at],
      sample: sample[at],
    }))
    .filter((row) => row.count > 0)
    .sort((a, b) => b.retainedSize - a.retainedSize)
}

/** By class, of the top-most instances. `shallow` is that of all instances: who is not reached retains itself alone. */
function retainedByClass(
  graph: OutlineGraph,
  retained: Float64Array,
  shallow: Float64Array,
): Float64Array {
  const { nodes, size, order, arena } = graph
  const { classOf, classes } = nodes
  const { node, count } = order
  const held = Float64Array.from(shallow)
  /** By class: where the subtree of the last top-most instance ends. */
  const coveredTo = new Uint32Array(classes.length)
  const tree = arena.subarray(2 * classOf.length, 4 * classOf.length)
  const numberAt = layOut(graph, tree)
  for (let place = 0; place < count; place++) {
    const w = numberAt[place]
    const ordinal = node[w]
    const found = classOf[ordinal]
    held[found] -= size[ordinal]
    if (place < coveredTo[found]) continue
    coveredTo[found] = tree[2 * w]
    held[found] += retained[w]
  }
  return held
}

/**
 * Preorder of the dominator tree, in which every subtree is a range: the number at each place. Leaves in `tree`, at
 * twice the number, where its subtree ends.
 */
function layOut({ order, dominator, spare }: OutlineGraph, tree: Uint32Array): Uint32Array {
  const { count } = order
  for (let w = 0; w < count; w++) tree[2 * w] = 1
  for (let w = count - 1; w > 0; w--) tree[2 * dominator[w]] += tree[2 * w]
  // Beside the end of each subtree: the next place in it that is free.
  tree[1] = 1
  spare[0] = 0
  for (let w = 1; w < count; w++) {
    const free = 2 * dominator[w] + 1
    const place = tree[free]
    const end = place + tree[2 * w]
    tree[free] = end
    tree[2 * w] = end
    tree[2 * w + 1] = place + 1
    spare[place] = w
  }
  return spare
}

function sums(
  classOf: Uint16Array | Uint32Array,
  classes: number,
  size: Uint32Array | Float64Array,
): { count: Float64Array; shallow: Float64Array } {
  const count = new Float64Array(classes)
  const shallow = new Float64Array(classes)
  for (let node = 0; node < classOf.length; node++) {
    const found = classOf[node]
    count[found]++
    shallow[found] += size[node]
  }
  return { count, shallow }
}

function samples(classOf: Uint16Array | Uint32Array, classes: number): number[][] {
  const found: number[][] = Array.from({ length: classes }, () => [])
  for (let node = 0; node < classOf.length; node++) {
    const sample = found[classOf[node]]
    if (sample.length < SAMPLE_SIZE) sample.push(node)
  }
  return found
}
