// The `nodes` section on its way through: copied number by number, with a note of what each name is used for and of
// what the edges must know about their nodes. Memory: 2 bytes a node, and `NameOfNodes` twice.

import { longerBytes } from '../format/growing-column.ts'
import type { RowTable } from '../format/row-sink.ts'
import type { SnapshotHeader } from '../format/snapshot-header.ts'
import type { ByteWriter } from './byte-writer.ts'
import { NameOfNodes } from './name-of-nodes.ts'
import { USE_CLASS, USE_CODE, USE_ENGINE, USE_VALUE } from './string-uses.ts'
import type { StringUses } from './string-uses.ts'

const KIND_OTHER = 0
export const KIND_CLOSURE = 1
export const KIND_TEXT = 2
export const KIND_CODE = 3

/** Types whose names V8 or an add-on gives; types that are not known here are taken for values. */
const USE_OF_TYPE: Readonly<Record<string, number>> = {
  object: USE_CLASS,
  closure: USE_CODE,
  code: USE_CODE | USE_ENGINE,
  hidden: USE_ENGINE,
  array: USE_ENGINE,
  native: USE_ENGINE,
  synthetic: USE_ENGINE,
  'object shape': USE_ENGINE,
  'wasm object': USE_CLASS,
}
const KIND_OF_TYPE: Readonly<Record<string, number>> = {
  closure: KIND_CLOSURE,
  string: KIND_TEXT,
  code: KIND_CODE,
}
const LARGEST_WORD = 0xffffffff
/** Strings that a file may name before any row has come, and more for each row. */
const FIRST_NAMES = 1 << 20
const NAMES_A_ROW = 4
/** Marks an edge count that does not fit a byte. */
const LARGE = 255

export class NodePass implements RowTable {
  readonly width: number
  count = 0
  readonly #place: SnapshotHeader['node']
  readonly #use: Uint8Array
  readonly #kind: Uint8Array
  readonly #uses: StringUses
  readonly #out: ByteWriter
  #edgeCounts: Uint8Array = new Uint8Array(65536)
  readonly #largeCounts: Map<number, number> = new Map()
  #kinds: Uint8Array = new Uint8Array(65536)
  readonly #codeNames: NameOfNodes = new NameOfNodes()
  readonly #textNames: NameOfNodes = new NameOfNodes()

  constructor(header: SnapshotHeader, uses: StringUses, out: ByteWriter) {
    this.#place = header.node
    this.width = header.node.width
    this.#use = Uint8Array.from(header.nodeTypes, (type) => USE_OF_TYPE[type] ?? USE_VALUE)
    this.#kind = Uint8Array.from(header.nodeTypes, (type) => KIND_OF_TYPE[type] ?? KIND_OTHER)
    this.#uses = uses
    this.#out = out
  }

  kindOf(node: number): number {
    return this.#kinds[node]
  }

  edgeCount(node: number): number {
    const count = this.#edgeCounts[node]
    return count === LARGE ? (this.#largeCounts.get(node) ?? 0) : count
  }

  /** The name of a node of compiled code; -1 where it is not known. */
  codeName(node: number): number {
    return this.#codeNames.get(node)
  }

  /** The content of a string; -1 where it is not known. */
  text(node: number): number {
    return this.#textNames.get(node)
  }

  storeRows(block: Uint32Array, from: number, rows: number): number {
    this.#reserve(rows)
    const place = this.#place
    const end = from + rows * this.width
    for (let at = from; at < end; at += this.width) {
      const type = block[at + place.type]
      if (type >= this.#use.length) return at + place.type
      if (!isName(block[at + place.name], this.count)) return at + place.name
      this.#note(type, block[at + place.name], block[at + place.edgeCount])
      this.#out.row(block, at, this.width, this.count === 0)
      this.count++
    }
    return end
  }

  storeRow(values: Float64Array): void {
    const place = this.#place
    this.#reserve(1)
    this.#note(values[place.type], values[place.name], values[place.edgeCount])
    this.#out.row(values, 0, this.width, this.count === 0)
    this.count++
  }

  refusal(field: number, value: number): string | null {
    const row = `node row ${this.count}`
    if (field === this.#place.type && value >= this.#use.length) {
      return `${row}: type ${value}, but the header names ${this.#use.length} types`
    }
    if (field === this.#place.name && !isName(value, this.count)) {
      return `${row}: string ${value} is more than such a file has`
    }
    if (field === this.#place.edgeCount && value > LARGEST_WORD) return `${row}: too many edges`
    return value <= Number.MAX_SAFE_INTEGER ? null : `${row}: ${value} is too large`
  }

  #note(type: number, name: number, edges: number): void {
    const node = this.count
    const kind = this.#kind[type]
    this.#uses.add(name, this.#use[type])
    this.#kinds[node] = kind
    this.#edgeCounts[node] = Math.min(edges, LARGE)
    if (edges >= LARGE) this.#largeCounts.set(node, edges)
    if (kind === KIND_CODE) this.#codeNames.add(node, name)
    else if (kind === KIND_TEXT) this.#textNames.add(node, name)
  }

  #reserve(rows: number): void {
    const needed = this.count + rows
    if (needed <= this.#kinds.length) return
    const capacity = Math.max(needed, this.#kinds.length * 2)
    this.#kinds = longerBytes(this.#kinds, capacity)
    this.#edgeCounts = longerBytes(this.#edgeCounts, capacity)
  }
}

/** Whether a file can have this string after so many rows; V8 numbers strings as they come. */
export function isName(index: number, rows: number): boolean {
  return index < FIRST_NAMES + NAMES_A_ROW * rows
}
