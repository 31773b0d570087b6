// What a snapshot weighs: its classes, dominators and retained sizes, in half of the memory that its graph takes.
// Edges are used up on the way: no more of them is kept than the next step needs. For paths, growth and
// names there is `readSnapshot`.

import { classHistogram } from '../classes/class-histogram.ts'
import type { ClassTotals } from '../classes/class-histogram.ts'
import { classIndex } from '../classes/class-index.ts'
import { NO_DOMINATOR, dominatorTree } from '../dominators/dominator-tree.ts'
import { backwardEdges, depthFirstOrder } from '../dominators/flow-graph.ts'
import type { FlowRows } from '../dominators/flow-graph.ts'
import { immediateDominators } from '../dominators/semi-nca.ts'
import { readSnapshot } from '../format/read-snapshot.ts'
import { SnapshotError } from '../format/snapshot-error.ts'
import { SnapshotParser } from '../format/snapshot-parser.ts'
import { checkpoint } from '../graph/checkpoint.ts'
import { strongEdges } from '../graph/edge-filter.ts'
import type { WorkOptions } from '../graph/heap-graph.ts'
import type { NodeClasses } from './outline-classes.ts'
import { OutlineSections } from './outline-sections.ts'
import type { OutlineColumns } from './outline-sections.ts'
import { classCounts, classTotals, retainedByNumber } from './outline-totals.ts'
import type { ClassCount } from './outline-totals.ts'
import { chunksFrom } from './snapshot-source.ts'
import type { SnapshotSource } from './snapshot-source.ts'
import { stringsFirst } from './strings-first.ts'
import { UnusualSnapshot } from './unusual-snapshot.ts'

export type { ClassCount } from './outline-totals.ts'

/** Columns have one entry a node. Memory: 13 bytes a node, 4 bytes an edge; 25 bytes a node at least. */
export interface HeapOutline {
  readonly nodeCount: number
  readonly edgeCount: number
  readonly nodeTypes: readonly string[]
  readonly nodeType: Uint8Array
  /** Bytes. */
  readonly shallowSize: Uint32Array | Float64Array
  /** As in `DominatorTree`. */
  readonly immediateDominator: Uint32Array
  /** As in `DominatorTree`. */
  readonly retainedSize: Float64Array
  /** As `classHistogram` gives them: the largest retained size first. */
  readonly classes: readonly ClassTotals[]
}

export interface OutlineOptions extends WorkOptions {
  /** Called once, as soon as the classes are counted: before dominators are known. */
  readonly onClasses?: (classes: readonly ClassCount[]) => void
}

/** Share of the work that reading is. */
const READING = 0.6

/**
 * Reads the text once, its strings first. Memory while it runs: 27 bytes a node and 5 bytes an edge; files that V8
 * would not have written so are read as a whole graph, in as much as that takes. O(edges · log nodes)
 * at worst, next to linear on heaps. Throws `SnapshotError`.
 */
export async function heapOutline(
  source: SnapshotSource,
  options: OutlineOptions = {},
): Promise<HeapOutline> {
  try {
    const basis = outlineBasis(source, options)
    return basis === null ? await outlineOfGraph(source, options) : outlineOf(basis, options)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new SnapshotError(
      'SNAPSHOT_TOO_LARGE',
      'there is no memory for what this snapshot weighs',
    )
  }
}

/** What is left of a snapshot when it has been read: neither strings nor names nor ids. */
interface OutlineBasis extends FlowRows {
  readonly edgeCount: number
  readonly nodeTypes: readonly string[]
  readonly type: Uint8Array
  readonly size: Uint32Array
  readonly classes: NodeClasses
}

/** `null` where the text must be read as a whole graph. */
function outlineBasis(source: SnapshotSource, options: OutlineOptions): OutlineBasis | null {
  const columns = outlineColumns(source, options)
  if (columns === null) return null
  const { header, nodes, arena } = columns
  const { nodeCount, edgeCount, nodeTypes } = header
  const { size, type, first } = nodes
  const classes = columns.classes.finish(nodes, columns.locations)
  return { nodeCount, edgeCount, nodeTypes, type, size, classes, first, arena }
}

function outlineColumns(source: SnapshotSource, options: OutlineOptions): OutlineColumns | null {
  const pause = checkpoint(options, 0, READING)
  pause(0)
  try {
    const first = stringsFirst(source)
    if (first === null) return null
    const sections = new OutlineSections(source, first)
    const parser = new SnapshotParser(sections)
    let taken = 0
    for (const chunk of chunksFrom(source, 0)) {
      const end = first.offset - taken
      parser.push(chunk.length > end ? chunk.subarray(0, end) : chunk)
      taken += chunk.length
      pause(taken / source.byteLength)
      if (taken >= first.offset) break
    }
    return sections.result()
  } catch (error) {
    const isHandled = error instanceof UnusualSnapshot || error instanceof SnapshotError
    if (!isHandled || (error instanceof SnapshotError && error.code === 'CANCELLED')) throw error
    return null
  }
}

function outlineOf(basis: OutlineBasis, options: OutlineOptions): HeapOutline {
  const { nodeCount, edgeCount, nodeTypes, type, size, classes, first, arena } = basis
  options.onClasses?.(classCounts(classes, size))
  const order = depthFirstOrder(basis, checkpoint(options, READING, 0.7))
  const backward = backwardEdges(basis, order)
  const dominator = immediateDominators(order, backward, checkpoint(options, 0.7, 0.95))
  const graph = { nodes: classes, size, order, dominator, arena, spare: first }
  const byNumber = retainedByNumber(graph)
  const totals = classTotals(graph, byNumber)
  const retainedSize = new Float64Array(arena.buffer, 8 * nodeCount, nodeCount)
  retainedSize.set(size)
  const immediateDominator = order.parent.fill(NO_DOMINATOR)
  for (let w = 0; w < order.count; w++) {
    const ordinal = order.node[w]
    retainedSize[ordinal] = byNumber[w]
    if (w > 0) immediateDominator[ordinal] = order.node[dominator[w]]
  }
  return {
    nodeCount,
    edgeCount,
    nodeTypes,
    nodeType: type,
    shallowSize: size,
    immediateDominator,
    retainedSize,
    classes: totals,
  }
}

/** The long way: any order of sections, any size of numbers, and the errors with their offsets. */
async function outlineOfGraph(
  source: SnapshotSource,
  options: OutlineOptions,
): Promise<HeapOutline> {
  const { byteLength } = source
  const graph = await readSnapshot(chunksFrom(source, 0), { ...options, byteLength })
  const index = classIndex(graph, options)
  options.onClasses?.(classCounts(index, graph.shallowSize))
  const tree = dominatorTree(graph, strongEdges(graph), options)
  return {
    nodeCount: graph.nodeCount,
    edgeCount: graph.edgeCount,
    nodeTypes: graph.nodeTypes,
    nodeType: graph.nodeType,
    shallowSize: graph.shallowSize,
    immediateDominator: tree.immediateDominator,
    retainedSize: tree.retainedSize,
    classes: classHistogram(graph, tree, { ...options, classes: index }),
  }
}
