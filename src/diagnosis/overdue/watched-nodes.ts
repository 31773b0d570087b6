// Objects of a snapshot whose end the program declared with `watch(object, why)` and that are overdue. The cell of a
// FinalizationRegistry leads weakly to the object and strongly to the record of the watch; both are told by the names
// that the protocol gives, in any copy of the library, minified or not.

import { UNREACHABLE, edgeLookup, stringIndex } from '../../heap/index.ts'
import type { HeapGraph, NodeOrdinal } from '../../heap/index.ts'
import { WATCHED_BATCH, WATCHED_OVERDUE, WATCHED_WHY } from '../../protocol/index.ts'
import type { GraphView } from '../lead/graph-view.ts'

/** An overdue object that something holds strongly. */
export interface WatchedNode {
  readonly node: NodeOrdinal
  /** The developer's words; `''` where the snapshot has none. Data of the program: to be shown with care. */
  readonly why: string
}

const CELL = 'system / WeakCell'
const REGISTRY = 'FinalizationRegistry'
const LONGEST_WHY = 80
/** A text put together at run time is read this far down. */
const DEPTH = 64

/** What a snapshot shows of `watch`. */
export interface WatchedNodes {
  readonly overdue: readonly WatchedNode[]
  /** The library's own registries: they grow with what is watched, and are no leak. */
  readonly registries: ReadonlySet<NodeOrdinal>
}

/** O(nodes), and O(strings) where nothing was ever watched. */
export function watchedNodes(view: Pick<GraphView, 'graph' | 'tree'>): WatchedNodes {
  const { graph, tree } = view
  const registries = new Set<NodeOrdinal>()
  const found = new Map<NodeOrdinal, WatchedNode>()
  if (stringIndex(graph.strings, WATCHED_BATCH) < 0) return { overdue: [], registries }
  const cellName = stringIndex(graph.strings, CELL)
  const read = cellReader(graph)
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.nodeName[node] !== cellName) continue
    const cell = read(node)
    if (cell === null) continue
    if (cell.registry >= 0) registries.add(cell.registry)
    const { target, why } = cell
    // What nothing holds strongly is garbage that waits for its collection.
    if (why === null || (tree.distance[target] ?? UNREACHABLE) === UNREACHABLE) continue
    if (!found.has(target)) found.set(target, { node: target, why })
  }
  return { overdue: [...found.values()], registries }
}

/** A registration of the library's; nodes that are not there are -1. */
interface Cell {
  readonly target: NodeOrdinal
  readonly registry: NodeOrdinal
  /** The words, where the object is overdue. */
  readonly why: string | null
}

/** `null` for cells of other registries. */
function cellReader(graph: HeapGraph): (cell: NodeOrdinal) => Cell | null {
  const batchOf = edgeLookup(graph, 'property', WATCHED_BATCH)
  const overdueOf = edgeLookup(graph, 'property', WATCHED_OVERDUE)
  const whyOf = edgeLookup(graph, 'property', WATCHED_WHY)
  return (cell) => {
    const { target, held } = cellEdges(graph, cell)
    const record = held.find((node) => batchOf(node) >= 0)
    if (record === undefined) return null
    const batch = batchOf(record)
    const registry = held.find((node) => isNamed(graph, node, REGISTRY)) ?? -1
    // A batch that is overdue leads to itself; before, to what stands for `null`.
    if (target < 0 || overdueOf(batch) !== batch) return { target, registry, why: null }
    const why = whyOf(record)
    return { target, registry, why: why < 0 ? '' : label(textOf(graph, why, DEPTH)) }
  }
}

/** Its target, and the objects that it holds: the registry and the held value. */
function cellEdges(
  graph: HeapGraph,
  cell: NodeOrdinal,
): { readonly target: NodeOrdinal; readonly held: readonly NodeOrdinal[] } {
  const object = graph.nodeTypes.indexOf('object')
  const weak = graph.edgeTypes.indexOf('weak')
  let target: NodeOrdinal = -1
  const held: NodeOrdinal[] = []
  const end = graph.firstEdge[cell + 1] ?? 0
  for (let edge = graph.firstEdge[cell] ?? 0; edge < end; edge++) {
    const to = graph.edgeTo[edge] ?? 0
    const isWeak = graph.edgeType[edge] === weak
    if (isWeak && graph.strings.get(graph.edgeName[edge] ?? 0) === 'target') target = to
    else if (!isWeak && graph.nodeType[to] === object) held.push(to)
  }
  return { target, held }
}

function isNamed(graph: HeapGraph, node: NodeOrdinal, name: string): boolean {
  return graph.strings.get(graph.nodeName[node] ?? 0) === name
}

/** A text that was put together is two halves; of others the name is the text. */
function textOf(graph: HeapGraph, node: NodeOrdinal, depth: number): string {
  const type = graph.nodeTypes[graph.nodeType[node] ?? 0]
  if (type === 'string') return graph.strings.get(graph.nodeName[node] ?? 0)
  if (type !== 'concatenated string' || depth === 0) return ''
  let text = ''
  const end = graph.firstEdge[node + 1] ?? 0
  for (let edge = graph.firstEdge[node] ?? 0; edge < end; edge++) {
    const name = graph.strings.get(graph.edgeName[edge] ?? 0)
    if (name !== 'first' && name !== 'second') continue
    if (text.length <= LONGEST_WHY) text += textOf(graph, graph.edgeTo[edge] ?? 0, depth - 1)
  }
  return text
}

/** One line of bounded length. */
function label(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return line.length <= LONGEST_WHY ? line : `${line.slice(0, LONGEST_WHY - 1)}…`
}
