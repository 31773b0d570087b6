// Objects of a snapshot that several leads ask for: stores of asynchronous contexts, V8 contexts, entries of
// WeakMaps, scripts with async hooks. Looked for once a snapshot.

import { ROLE_STORE, ephemerons } from '../../heap/index.ts'
import type { EdgeOrdinal, HeapGraph, NodeOrdinal } from '../../heap/index.ts'
import type { GraphView } from './graph-view.ts'

export interface GraphMarks {
  /** New stores and frames that nothing but an asynchronous context holds. */
  readonly stores: readonly NodeOrdinal[]
  /** New V8 contexts. */
  readonly contexts: readonly NodeOrdinal[]
  /** Entries of WeakMaps by their new values. */
  readonly weakEntries: ReadonlyMap<NodeOrdinal, WeakEntry>
  /** Scripts of the functions that an AsyncHook calls. */
  readonly hookScripts: ReadonlySet<string>
}

interface WeakEntry {
  readonly key: NodeOrdinal
  readonly edge: EdgeOrdinal
}

/** Where resources keep the stores that they were made with: Node up to 22, and from 24 on. */
const STORE_EDGES: readonly string[] = ['<symbol kResourceStore>', '<symbol kAsyncContextFrame>']
const FRAME_CLASS = 'AsyncContextFrame'
const CONTEXT_CLASS = 'system / NativeContext'
const HOOK_CLASS = 'AsyncHook'
const HOOK_EDGES: readonly string[] = ['<symbol init>', '<symbol before>', '<symbol destroy>']

const marksOf: WeakMap<GraphView, GraphMarks> = new WeakMap()

/** O(nodes + edges) the first time, then O(1). */
export function graphMarks(view: GraphView): GraphMarks {
  const known = marksOf.get(view)
  if (known !== undefined) return known
  const made = look(view)
  marksOf.set(view, made)
  return made
}

function look(view: GraphView): GraphMarks {
  const { graph, births } = view
  const contextName = namesOf(graph, [CONTEXT_CLASS])
  const frameName = namesOf(graph, [FRAME_CLASS])
  const hookName = namesOf(graph, [HOOK_CLASS])
  const storeEdge = namesOf(graph, STORE_EDGES)
  const property = graph.edgeTypes.indexOf('property')
  const internal = graph.edgeTypes.indexOf('internal')
  const object = graph.nodeTypes.indexOf('object')
  const entries = ephemerons(graph)
  const contexts: NodeOrdinal[] = []
  const stores = new Set<NodeOrdinal>()
  const hookScripts = new Set<string>()
  const weakEntries = new Map<NodeOrdinal, WeakEntry>()
  for (let node = 0; node < graph.nodeCount; node++) {
    const name = graph.nodeName[node] ?? 0
    const isObject = graph.nodeType[node] === object
    if (isObject && hookName.has(name)) addHookScripts(view, node, hookScripts)
    if (births[node] !== 0) {
      if (contextName.has(name)) contexts.push(node)
      if (isObject && frameName.has(name)) stores.add(node)
    }
    const end = graph.firstEdge[node + 1] ?? 0
    for (let edge = graph.firstEdge[node] ?? 0; edge < end; edge++) {
      const to = graph.edgeTo[edge] ?? 0
      if (births[to] === 0) continue
      const type = graph.edgeType[edge]
      if (type === property && storeEdge.has(graph.edgeName[edge] ?? 0)) {
        if (graph.nodeType[to] === object) stores.add(to)
      } else if (type === internal && entries.isEphemeronEdge(edge)) {
        if (!entries.startsAtTable(edge, node)) weakEntries.set(to, { key: node, edge })
      }
    }
  }
  return { stores: heldByContextOnly(view, stores, storeEdge), contexts, weakEntries, hookScripts }
}

/** Drops stores that something else holds, too. A frame is made for an asynchronous context and is nobody else's. */
function heldByContextOnly(
  view: GraphView,
  stores: Set<NodeOrdinal>,
  storeEdge: ReadonlySet<number>,
): NodeOrdinal[] {
  const { graph, strong, dominators } = view
  if (stores.size === 0) return []
  const frameName = namesOf(graph, [FRAME_CLASS])
  const property = graph.edgeTypes.indexOf('property')
  for (let node = 0; node < graph.nodeCount; node++) {
    // The storage of a resource's properties holds the store a second time.
    if (view.roles[node] === ROLE_STORE) continue
    const end = graph.firstEdge[node + 1] ?? 0
    for (let edge = graph.firstEdge[node] ?? 0; edge < end; edge++) {
      const to = graph.edgeTo[edge] ?? 0
      if (strong[edge] !== 1 || !stores.has(to) || frameName.has(graph.nodeName[to] ?? 0)) continue
      const byContext =
        graph.edgeType[edge] === property && storeEdge.has(graph.edgeName[edge] ?? 0)
      if (!byContext && !isDominatedBy(dominators.immediateDominator, node, to)) stores.delete(to)
    }
  }
  return [...stores]
}

/** How far up a way back to the object itself is looked for. */
const LEVELS = 64

/** Whether `above` is among the nearest dominators of `node`, or is the node. O(levels). */
export function isDominatedBy(
  immediateDominator: Uint32Array,
  node: NodeOrdinal,
  above: NodeOrdinal,
): boolean {
  let at = node
  for (let level = 0; level < LEVELS && at < immediateDominator.length; level++) {
    if (at === above) return true
    if (at === 0) return false
    at = immediateDominator[at] ?? 0
  }
  return false
}

function addHookScripts(view: GraphView, hook: NodeOrdinal, scripts: Set<string>): void {
  const { graph, facts } = view
  const hookEdge = namesOf(graph, HOOK_EDGES)
  const end = graph.firstEdge[hook + 1] ?? 0
  for (let edge = graph.firstEdge[hook] ?? 0; edge < end; edge++) {
    if (!hookEdge.has(graph.edgeName[edge] ?? 0)) continue
    const script = facts.position(graph.edgeTo[edge] ?? 0)?.script ?? ''
    if (script !== '' && !script.startsWith('node:')) scripts.add(script)
  }
}

/** Indexes of the strings with one of these texts. O(strings). */
function namesOf(graph: HeapGraph, texts: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>()
  const { strings } = graph
  for (let index = 0; index < strings.count; index++) {
    const length = strings.byteLength(index)
    if (texts.some((text) => text.length === length && strings.get(index) === text)) {
      found.add(index)
    }
  }
  return found
}
