// The `edges` section on its way through: what the names are used for, table by table. Indexes of elements may be
// data as well (`byPhoneNumber[4915112345]`); those of sparse arrays are replaced by their place.

import type { RowTable } from '../format/row-sink.ts'
import type { SnapshotHeader } from '../format/snapshot-header.ts'
import type { ByteWriter } from './byte-writer.ts'
import { KIND_CLOSURE, KIND_CODE, KIND_TEXT, isName } from './node-pass.ts'
import type { NodePass } from './node-pass.ts'
import { ScopeNames } from './scope-names.ts'
import { USE_FIELD, USE_KEY, USE_SLOT, USE_VARIABLE } from './string-uses.ts'
import type { StringUses } from './string-uses.ts'

/** An object with more properties, most of them no functions, is a table: its properties are keys. */
const TABLE_PROPERTIES = 64
/** Holes that an array may have before an index counts as data. */
const MOST_HOLES = 1024

const LARGEST_WORD = 0xffffffff

const HIDDEN = 1
const ELEMENT = 2
const PROPERTY = 3
const CONTEXT = 4
const SLOT = 5
const TYPES: Readonly<Record<string, number>> = {
  hidden: HIDDEN,
  element: ELEMENT,
  property: PROPERTY,
  context: CONTEXT,
  internal: SLOT,
  shortcut: SLOT,
  weak: SLOT,
}

export class EdgePass implements RowTable {
  readonly width: number
  count = 0
  /** Indexes of elements that were replaced. */
  renumbered = 0
  readonly #place: SnapshotHeader['edge']
  readonly #nodeWidth: number
  readonly #types: Uint8Array
  readonly #nodes: NodePass
  readonly #uses: StringUses
  readonly #scopes: ScopeNames
  readonly #out: ByteWriter
  /** The node whose edges pass, and how many of them are still to come. */
  #node = -1
  #left = 0
  /** Of that node: */
  readonly #fields: Uint32Array = new Uint32Array(TABLE_PROPERTIES)
  #properties = 0
  #functions = 0
  #isTable = false
  #elements = 0
  #hasVariables = false
  #scopeNode = -1
  /** The type that `refusal` has seen last: it belongs to the row whose name comes next. */
  #typeOfRefusal = 0

  constructor(header: SnapshotHeader, nodes: NodePass, uses: StringUses, out: ByteWriter) {
    this.#place = header.edge
    this.width = header.edge.width
    this.#nodeWidth = header.node.width
    this.#types = Uint8Array.from(header.edgeTypes, (type) => TYPES[type] ?? SLOT)
    this.#nodes = nodes
    this.#uses = uses
    this.#out = out
    this.#scopes = new ScopeNames(uses)
  }

  /** After the last edge. Returns how many edges the nodes promised beyond those that came. */
  finish(): number {
    this.#endNode()
    this.#scopes.finish()
    let missing = this.#left
    for (let node = this.#node + 1; node < this.#nodes.count; node++) {
      missing += this.#nodes.edgeCount(node)
    }
    return missing
  }

  storeRows(block: Uint32Array, from: number, rows: number): number {
    const { type, name, to } = this.#place
    const end = from + rows * this.width
    for (let at = from; at < end; at += this.width) {
      if (block[at + type] >= this.#types.length) return at + type
      if (!this.#isEdgeName(block[at + type], block[at + name])) return at + name
      if (!this.#isTarget(block[at + to]) || !this.#nextEdge()) return at + to
      block[at + name] = this.#take(block[at + type], block[at + name], block[at + to])
      this.#out.row(block, at, this.width, this.count === 0)
      this.count++
    }
    return end
  }

  storeRow(values: Float64Array): void {
    const { type, name, to } = this.#place
    this.#nextEdge()
    values[name] = this.#take(values[type], values[name], values[to])
    this.#out.row(values, 0, this.width, this.count === 0)
    this.count++
  }

  refusal(field: number, value: number): string | null {
    const { type, name, to } = this.#place
    const row = `edge row ${this.count}`
    if (field === type && value >= this.#types.length) {
      return `${row}: type ${value}, but the header names ${this.#types.length} types`
    }
    if (field === type) this.#typeOfRefusal = value
    if (field === name && !this.#isEdgeName(this.#typeOfRefusal, value)) {
      return `${row}: string ${value} is more than such a file has`
    }
    if (field === to && !this.#isTarget(value)) return `${row}: target ${value} is no node`
    if (field === to && !this.#hasNext()) return `${row}: more edges than the nodes have`
    return null
  }

  #isEdgeName(type: number, name: number): boolean {
    return (
      name <= LARGEST_WORD &&
      (this.#types[type] <= ELEMENT || isName(name, this.#nodes.count + this.count))
    )
  }

  #isTarget(to: number): boolean {
    return to % this.#nodeWidth === 0 && to / this.#nodeWidth < this.#nodes.count
  }

  #hasNext(): boolean {
    if (this.#left > 0) return true
    for (let node = this.#node + 1; node < this.#nodes.count; node++) {
      if (this.#nodes.edgeCount(node) > 0) return true
    }
    return false
  }

  /** Goes on to the node of the next edge; `false` where no node has one. */
  #nextEdge(): boolean {
    while (this.#left === 0) {
      if (this.#node + 1 >= this.#nodes.count) return false
      this.#endNode()
      this.#left = this.#nodes.edgeCount(++this.#node)
    }
    this.#left--
    return true
  }

  /** Notes one edge; returns the name or index to write. */
  #take(type: number, name: number, to: number): number {
    const kind = this.#types[type]
    const target = to / this.#nodeWidth
    if (kind === ELEMENT) return this.#element(name)
    if (kind === HIDDEN) {
      const inCode = this.#nodes.kindOf(this.#node) === KIND_CODE
      if (inCode && this.#nodes.kindOf(target) === KIND_TEXT) this.#mention(target)
      return name
    }
    if (kind === PROPERTY) this.#property(name, target)
    else if (kind === CONTEXT) {
      this.#uses.add(name, USE_VARIABLE)
      this.#hasVariables = true
    } else {
      this.#uses.add(name, USE_SLOT)
      if (this.#nodes.kindOf(target) === KIND_CODE) this.#scopeNode = target
    }
    return name
  }

  #mention(target: number): void {
    const kind = this.#nodes.codeName(this.#node)
    const text = this.#nodes.text(target)
    if (kind >= 0 && text >= 0) this.#scopes.mention(kind, text)
  }

  #element(index: number): number {
    const place = this.#elements++
    if (index <= place + MOST_HOLES) return index
    this.renumbered++
    return place
  }

  #property(name: number, target: number): void {
    if (this.#properties === TABLE_PROPERTIES) {
      this.#isTable = this.#functions * 2 < TABLE_PROPERTIES
      this.#noteFields()
    }
    if (this.#nodes.kindOf(target) === KIND_CLOSURE) this.#functions++
    if (this.#properties < TABLE_PROPERTIES) this.#fields[this.#properties] = name
    else this.#uses.add(name, this.#isTable ? USE_KEY : USE_FIELD)
    this.#properties++
  }

  #noteFields(): void {
    const count = Math.min(this.#properties, TABLE_PROPERTIES)
    const use = this.#isTable ? USE_KEY : USE_FIELD
    for (let at = 0; at < count; at++) this.#uses.add(this.#fields[at], use)
  }

  #endNode(): void {
    if (this.#properties <= TABLE_PROPERTIES) this.#noteFields()
    if (this.#hasVariables && this.#scopeNode >= 0) {
      const kind = this.#nodes.codeName(this.#scopeNode)
      if (kind >= 0) this.#scopes.vote(kind)
    }
    this.#properties = 0
    this.#functions = 0
    this.#isTable = false
    this.#elements = 0
    this.#hasVariables = false
    this.#scopeNode = -1
  }
}
