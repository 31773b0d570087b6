// What to call an edge on a screen and in a fingerprint: indexes and keys become `[…]`, so that a label never holds
// data and is the same in every run.

import type { EdgeOrdinal, HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'
import { redactedKind } from '../redaction/redacted-token.ts'

export interface EdgeLabel {
  readonly type: string
  readonly name: string
}

const INDEX = '[…]'
const KEY = '[key]'
/** From this many properties on a dictionary may be a table of data. */
const TABLE_PROPERTIES = 64
const MAX_NAME = 100
const REACTION = 'system / PromiseReaction'

const SLOT_NAMES: Readonly<Record<string, string>> = {
  table: 'entries',
  'deoptimization literal': 'constant of compiled code',
}

/** Labels of the edges of one graph; remembers which objects are used as tables. */
export class EdgeLabels {
  readonly #graph: HeapGraph
  readonly #property: number
  readonly #internal: number
  readonly #element: number
  readonly #hidden: number
  /** Labels by edge type and name, so that no name is decoded twice. */
  readonly #named = new Map<number, EdgeLabel>()
  /** Nodes with many properties: are they tables of data? */
  readonly #tables = new Map<NodeOrdinal, boolean>()

  constructor(graph: HeapGraph) {
    this.#graph = graph
    this.#property = graph.edgeTypes.indexOf('property')
    this.#internal = graph.edgeTypes.indexOf('internal')
    this.#element = graph.edgeTypes.indexOf('element')
    this.#hidden = graph.edgeTypes.indexOf('hidden')
  }

  /** `from` is the node that the edge belongs to. O(1), and once O(edges of `from`) where it has many. */
  of(edge: EdgeOrdinal, from: NodeOrdinal): EdgeLabel {
    const graph = this.#graph
    const type = graph.edgeType[edge]
    if (type === this.#hidden) return this.#label(type, this.#hiddenName(edge, from))
    if (type === this.#element) return this.#label(type, INDEX)
    const place = type * graph.strings.count + graph.edgeName[edge]
    let label = this.#named.get(place)
    if (label === undefined) {
      label = this.#label(type, this.#name(type, graph.strings.get(graph.edgeName[edge])))
      this.#named.set(place, label)
    }
    if (type !== this.#property || label.name === INDEX || !this.#isTable(from)) return label
    return this.#label(type, KEY)
  }

  #label(type: number, name: string): EdgeLabel {
    return { type: this.#graph.edgeTypes[type], name }
  }

  #name(type: number, name: string): string {
    if (type === this.#internal) return slotName(name)
    if (type !== this.#property) return cut(name)
    // Redaction takes the names that are data and leaves what kind of text they were.
    const redacted = redactedKind(name)
    if (redacted === null) return /^\d+$/.test(name) ? INDEX : cut(name)
    return redacted === 'digits' ? INDEX : KEY
  }

  /** V8 gives these fields by number; the numbers of a promise's reactions shift with what is empty. */
  #hiddenName(edge: EdgeOrdinal, from: NodeOrdinal): string {
    const className = this.#className(from)
    if (className === 'system / Context') return `(variable ${this.#graph.edgeName[edge]})`
    if (className !== REACTION) return INDEX
    const to = this.#graph.edgeTo[edge]
    if (this.#className(to) === REACTION) return 'next'
    return this.#graph.nodeTypes[this.#graph.nodeType[to]] === 'closure' ? 'handler' : 'promise'
  }

  #className(node: NodeOrdinal): string {
    return this.#graph.strings.get(this.#graph.nodeName[node])
  }

  #isTable(node: NodeOrdinal): boolean {
    const { firstEdge } = this.#graph
    if (firstEdge[node + 1] - firstEdge[node] <= TABLE_PROPERTIES) return false
    const known = this.#tables.get(node)
    if (known !== undefined) return known
    const table = isTableOfData(this.#graph, node)
    this.#tables.set(node, table)
    return table
  }
}

/** The label of one edge. O(log nodes + edges of its node); use `EdgeLabels` for many. */
export function edgeLabel(graph: HeapGraph, edge: EdgeOrdinal): EdgeLabel {
  return new EdgeLabels(graph).of(edge, edgeSource(graph, edge))
}

/** The node that an edge belongs to. O(log nodes). */
function edgeSource(graph: HeapGraph, edge: EdgeOrdinal): NodeOrdinal {
  let low = 0
  let high = graph.nodeCount
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (graph.firstEdge[middle] <= edge) low = middle
    else high = middle
  }
  return low
}

/**
 * Many properties in dictionary mode, few of which are functions, or no prototype, as the listeners of an emitter by
 * event: keys of a table, not names that somebody wrote.
 */
function isTableOfData(graph: HeapGraph, node: NodeOrdinal): boolean {
  const { firstEdge, edgeType, edgeName, edgeTo, nodeType, nodeTypes, strings } = graph
  if (strings.get(graph.nodeName[node]).startsWith('global')) return false
  const property = graph.edgeTypes.indexOf('property')
  const internal = graph.edgeTypes.indexOf('internal')
  const closure = nodeTypes.indexOf('closure')
  const array = nodeTypes.indexOf('array')
  let properties = 0
  let functions = 0
  let dictionary = false
  let prototype = false
  for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
    const type = nodeType[edgeTo[edge]]
    if (edgeType[edge] === property) {
      properties++
      if (type === closure) functions++
      prototype ||= strings.get(edgeName[edge]) === '__proto__'
    } else if (edgeType[edge] === internal && type === array) {
      dictionary ||= strings.get(edgeName[edge]) === 'properties'
    }
  }
  return dictionary && properties > TABLE_PROPERTIES && (!prototype || functions * 2 < properties)
}

function slotName(name: string): string {
  if (/^\d+$/.test(name)) return INDEX
  if (name.includes(' / part of key ')) return 'WeakMap entry'
  const slot = name.replace(/^\d+ \/ /, '')
  return Object.hasOwn(SLOT_NAMES, slot) ? SLOT_NAMES[slot] : cut(slot)
}

function cut(name: string): string {
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name
}
