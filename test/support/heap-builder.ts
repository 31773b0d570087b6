// A small language for synthetic heaps. One description gives both the columns (`graph()`) and the text of a
// real `.heapsnapshot` (`json()`), so that a test of an algorithm need not parse and a test of the parser need
// not be fed by hand.

import type { HeapGraph, NodeOrdinal, StringTable } from '../../src/heap/graph/heap-graph.ts'

/** V8's node types, in the order in which Node 20 to 26 write them. */
export const NODE_TYPES = [
  'hidden',
  'array',
  'string',
  'object',
  'code',
  'closure',
  'regexp',
  'number',
  'native',
  'synthetic',
  'concatenated string',
  'sliced string',
  'symbol',
  'bigint',
  'object shape',
] as const
export type BuilderNodeType = (typeof NODE_TYPES)[number]

/** V8's edge types, in the order of the file. */
export const EDGE_TYPES = [
  'context',
  'element',
  'property',
  'internal',
  'hidden',
  'shortcut',
  'weak',
] as const
export type BuilderEdgeType = (typeof EDGE_TYPES)[number]

export interface NodeOptions {
  /** Shallow size in bytes; 16 where not given. */
  readonly size?: number
  /** V8's object id; odd numbers counting up from 1 where not given. */
  readonly id?: number
  /** 0 unknown, 1 attached, 2 detached. */
  readonly detachedness?: number
  /** An entry of the `locations` section; line and column 0-based. */
  readonly location?: {
    readonly scriptId: number
    readonly line: number
    readonly column: number
  }
}

/** The snapshot as the object that `JSON.parse` of a real file would give; tests may bend a copy. */
export interface SnapshotDocument {
  snapshot: {
    meta: {
      node_fields: string[]
      node_types: (string | string[])[]
      edge_fields: string[]
      edge_types: (string | string[])[]
      trace_function_info_fields: string[]
      trace_node_fields: string[]
      sample_fields: string[]
      location_fields: string[]
    }
    node_count: number
    edge_count: number
    trace_function_count: number
    extra_native_bytes?: number
  }
  nodes: number[]
  edges: number[]
  trace_function_infos: number[]
  trace_tree: unknown[]
  samples: number[]
  locations: number[]
  strings: string[]
}

export interface HeapBuilder {
  /** The synthetic root: ordinal 0, name `''`, size 0. */
  readonly root: NodeOrdinal
  /** Adds a node; returns its ordinal (1, 2, 3 … in the order of the calls). */
  node(type: BuilderNodeType, name: string, options?: NodeOptions): NodeOrdinal
  /** Adds an edge; `name` is a number for `element` and `hidden` edges. Edges of a node keep the order of the calls. */
  edge(from: NodeOrdinal, type: BuilderEdgeType, name: string | number, to: NodeOrdinal): void
  /** Adds V8's two ephemeron edges of one WeakMap entry: table → value and key → value. */
  weakMapEntry(table: NodeOrdinal, key: NodeOrdinal, value: NodeOrdinal): void
  graph(): HeapGraph
  document(): SnapshotDocument
  /** The text of a `.heapsnapshot`, laid out in lines as V8 does. */
  json(): string
}

interface NodeRow {
  readonly type: BuilderNodeType
  readonly name: string
  readonly id: number
  readonly size: number
  readonly detachedness: number
  readonly location: NodeOptions['location']
  readonly edges: EdgeRow[]
}

interface EdgeRow {
  readonly type: BuilderEdgeType
  readonly name: string | number
  readonly to: NodeOrdinal
}

/** An empty heap with nothing but the synthetic root. */
export function heapBuilder(): HeapBuilder {
  const rows: NodeRow[] = []
  const builder: HeapBuilder = {
    root: 0,
    node: (type, name, options = {}) => addNode(rows, type, name, options),
    edge: (from, type, name, to) => {
      at(rows, from).edges.push({ type, name, to })
    },
    weakMapEntry: (table, key, value) => addWeakMapEntry(rows, table, key, value),
    graph: () => columns(rows),
    document: () => document(rows),
    json: () => layOut(document(rows)),
  }
  builder.node('synthetic', '', { size: 0 })
  return builder
}

/** A generator of numbers in [0, 1) that repeats for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** A builder filled with a random heap: `nodeCount` nodes with the root, `edgeCount` edges, some weak, some loops. */
export function randomHeap(seed: number, nodeCount: number, edgeCount: number): HeapBuilder {
  const random = seededRandom(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  const heap = heapBuilder()
  for (let n = 1; n < nodeCount; n++) {
    const type = at(['object', 'array', 'closure', 'string', 'hidden'] as const, below(5))
    heap.node(type, `Class${below(7)}`, { size: 8 * (1 + below(20)) })
  }
  for (let e = 0; e < edgeCount; e++) {
    const from = random() < 0.1 ? 0 : below(nodeCount)
    const weak = random() < 0.08
    const element = !weak && random() < 0.3
    if (weak) heap.edge(from, 'weak', `w${e}`, below(nodeCount))
    else if (element) heap.edge(from, 'element', below(100), below(nodeCount))
    else heap.edge(from, 'property', `p${below(9)}`, below(nodeCount))
  }
  return heap
}

/** The columns of `randomHeap` with the same arguments. */
export function randomGraph(seed: number, nodeCount: number, edgeCount: number): HeapGraph {
  return randomHeap(seed, nodeCount, edgeCount).graph()
}

/** The bytes of a text in chunks of `chunkBytes`, as a stream would deliver them. */
export function chunksOf(text: string, chunkBytes = 65536): Uint8Array[] {
  const bytes = new TextEncoder().encode(text)
  const chunks: Uint8Array[] = []
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    chunks.push(bytes.subarray(start, start + chunkBytes))
  }
  return chunks
}

function addNode(
  rows: NodeRow[],
  type: BuilderNodeType,
  name: string,
  options: NodeOptions,
): NodeOrdinal {
  rows.push({
    type,
    name,
    id: options.id ?? rows.length * 2 + 1,
    size: options.size ?? 16,
    detachedness: options.detachedness ?? 0,
    location: options.location,
    edges: [],
  })
  return rows.length - 1
}

function addWeakMapEntry(
  rows: NodeRow[],
  table: NodeOrdinal,
  key: NodeOrdinal,
  value: NodeOrdinal,
): void {
  const shown = (node: NodeOrdinal): string => `${at(rows, node).name} @${at(rows, node).id}`
  const pair = `part of key (${shown(key)}) -> value (${shown(value)}) pair in WeakMap`
  const name = `${at(rows, table).edges.length + 1} / ${pair} (table @${at(rows, table).id})`
  at(rows, table).edges.push({ type: 'internal', name, to: value })
  at(rows, key).edges.push({ type: 'internal', name, to: value })
}

/** Strings by first use, as V8 numbers them; index 0 is V8's placeholder. */
function interner(): { index(text: string): number; readonly all: string[] } {
  const all = ['<dummy>']
  const indexes = new Map<string, number>()
  const index = (text: string): number => {
    const known = indexes.get(text)
    if (known !== undefined) return known
    indexes.set(text, all.length)
    return all.push(text) - 1
  }
  return { index, all }
}

function columns(rows: readonly NodeRow[]): HeapGraph {
  const strings = interner()
  const edges = rows.flatMap((row) => row.edges)
  const located = rows.flatMap((row, node) => (row.location ? [{ node, ...row.location }] : []))
  const firstEdge = new Uint32Array(rows.length + 1)
  let edgeCount = 0
  for (const [node, row] of rows.entries()) {
    edgeCount += row.edges.length
    firstEdge[node + 1] = edgeCount
  }
  const large = rows.some((row) => row.size > 0xffffffff)
  const sizes = rows.map((row) => row.size)
  return {
    nodeCount: rows.length,
    edgeCount,
    nodeTypes: NODE_TYPES,
    edgeTypes: EDGE_TYPES,
    nodeType: Uint8Array.from(rows, (row) => NODE_TYPES.indexOf(row.type)),
    nodeName: Uint32Array.from(rows, (row) => strings.index(row.name)),
    nodeId: Uint32Array.from(rows, (row) => row.id),
    shallowSize: large ? Float64Array.from(sizes) : Uint32Array.from(sizes),
    detachedness: Uint8Array.from(rows, (row) => row.detachedness),
    firstEdge,
    edgeType: Uint8Array.from(edges, (edge) => EDGE_TYPES.indexOf(edge.type)),
    edgeName: Uint32Array.from(edges, (edge) => nameOrIndex(edge, strings.index)),
    edgeTo: Uint32Array.from(edges, (edge) => edge.to),
    strings: stringTable(strings.all),
    locations: {
      count: located.length,
      node: Uint32Array.from(located, (row) => row.node),
      scriptId: Uint32Array.from(located, (row) => row.scriptId),
      line: Uint32Array.from(located, (row) => row.line),
      column: Uint32Array.from(located, (row) => row.column),
    },
  }
}

function nameOrIndex(edge: EdgeRow, index: (text: string) => number): number {
  return typeof edge.name === 'number' ? edge.name : index(edge.name)
}

function stringTable(all: readonly string[]): StringTable {
  const encoder = new TextEncoder()
  return {
    count: all.length,
    get: (index) => all[index] ?? '',
    byteLength: (index) => encoder.encode(all[index] ?? '').length,
  }
}

function document(rows: readonly NodeRow[]): SnapshotDocument {
  const strings = interner()
  const nodes = rows.flatMap((row) => [
    NODE_TYPES.indexOf(row.type),
    strings.index(row.name),
    row.id,
    row.size,
    row.edges.length,
    0,
    row.detachedness,
  ])
  const edges = rows.flatMap((row) =>
    row.edges.flatMap((edge) => [
      EDGE_TYPES.indexOf(edge.type),
      nameOrIndex(edge, strings.index),
      edge.to * 7,
    ]),
  )
  const locations = rows.flatMap((row, node) =>
    row.location ? [node * 7, row.location.scriptId, row.location.line, row.location.column] : [],
  )
  return {
    snapshot: {
      meta: meta(),
      node_count: rows.length,
      edge_count: edges.length / 3,
      trace_function_count: 0,
    },
    nodes,
    edges,
    trace_function_infos: [],
    trace_tree: [],
    samples: [],
    locations,
    strings: strings.all,
  }
}

function meta(): SnapshotDocument['snapshot']['meta'] {
  return {
    node_fields: ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'],
    node_types: [[...NODE_TYPES], 'string', 'number', 'number', 'number', 'number', 'number'],
    edge_fields: ['type', 'name_or_index', 'to_node'],
    edge_types: [[...EDGE_TYPES], 'string_or_number', 'node'],
    trace_function_info_fields: [
      'function_id',
      'name',
      'script_name',
      'script_id',
      'line',
      'column',
    ],
    trace_node_fields: ['id', 'function_info_index', 'count', 'size', 'children'],
    sample_fields: ['timestamp_us', 'last_assigned_id'],
    location_fields: ['object_index', 'script_id', 'line', 'column'],
  }
}

function layOut(snapshot: SnapshotDocument): string {
  const rows = (numbers: readonly number[], width: number): string => {
    const lines: string[] = []
    for (let start = 0; start < numbers.length; start += width) {
      lines.push(numbers.slice(start, start + width).join(','))
    }
    return `[${lines.join('\n,')}${lines.length > 0 ? '\n' : ''}]`
  }
  return [
    `{"snapshot":${JSON.stringify(snapshot.snapshot)}`,
    `"nodes":${rows(snapshot.nodes, 7)}`,
    `"edges":${rows(snapshot.edges, 3)}`,
    '"trace_function_infos":[]',
    '"trace_tree":[]',
    '"samples":[]',
    `"locations":${rows(snapshot.locations, 4)}`,
    `"strings":[${snapshot.strings.map((text) => JSON.stringify(text)).join(',\n')}]}`,
  ].join(',\n')
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index]
  if (found === undefined) throw new Error(`the heap has no row ${index}`)
  return found
}
