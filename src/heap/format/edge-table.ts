// The `edges` section as columns.

import { firstCapacity, longerBytes, longerWords, nextCapacity } from './growing-column.ts'
import type { RowHint } from './growing-column.ts'
import type { RowTable } from './row-sink.ts'
import type { SnapshotHeader } from './snapshot-header.ts'

const LARGEST_WORD = 0xffffffff
/** Edge types whose `name_or_index` is a number and no index into the strings. */
const INDEXED_TYPES = ['element', 'hidden']

export class EdgeTable implements RowTable {
  readonly width: number
  /** Rows taken so far. */
  count = 0
  /** The largest index into the strings, and the row that has it: checked when the strings are known. */
  largestName = 0
  largestNameRow = 0
  type: Uint8Array
  name: Uint32Array
  to: Uint32Array
  readonly #place: SnapshotHeader['edge']
  readonly #types: number
  /** By type: 1 where the name is an index into the strings. */
  readonly #named: Uint8Array
  readonly #nodeWidth: number
  readonly #nodes: number
  readonly #hint: RowHint

  /** `nodes` is how many nodes there are; `Infinity` where they have not been read yet. */
  constructor(header: SnapshotHeader, byteLength: number, nodes: number) {
    this.#place = header.edge
    this.#types = header.edgeTypes.length
    this.#named = Uint8Array.from(header.edgeTypes, (type) =>
      INDEXED_TYPES.includes(type) ? 0 : 1,
    )
    this.#nodeWidth = header.node.width
    this.#nodes = Math.min(nodes, LARGEST_WORD)
    this.width = header.edge.width
    // A number takes a digit and a comma at least.
    this.#hint = { claimed: header.edgeCount, possible: byteLength / (2 * this.width) }
    const capacity = firstCapacity(this.#hint)
    this.type = longerBytes(new Uint8Array(0), capacity)
    this.name = longerWords(new Uint32Array(0), capacity)
    this.to = longerWords(new Uint32Array(0), capacity)
  }

  storeRows(block: Uint32Array, from: number, rows: number): number {
    this.#reserve(rows)
    const { type, name, to, width } = this
    const place = this.#place
    const types = this.#types
    const named = this.#named
    const nodeWidth = this.#nodeWidth
    const nodes = this.#nodes
    let largestName = this.largestName
    let row = this.count
    for (let at = from; at < from + rows * width; at += width) {
      const typeHere = block[at + place.type]
      const offset = block[at + place.to]
      const target = (offset / nodeWidth) >>> 0
      if (typeHere >= types || target >= nodes || Math.imul(target, nodeWidth) >>> 0 !== offset) {
        this.count = row
        return at + (typeHere >= types ? place.type : place.to)
      }
      type[row] = typeHere
      to[row] = target
      const nameHere = block[at + place.name]
      name[row] = nameHere
      if (nameHere > largestName && named[typeHere] === 1) {
        largestName = this.largestName = nameHere
        this.largestNameRow = row
      }
      row++
    }
    this.count = row
    return from + rows * width
  }

  storeRow(values: Float64Array): void {
    const offset = values[this.#place.to]
    const row = this.count
    const narrow = Uint32Array.from(values)
    // An offset may exceed 32 bits where the node's ordinal does not; it is set on its own.
    narrow[this.#place.to] = 0
    this.storeRows(narrow, 0, 1)
    this.to[row] = offset / this.#nodeWidth
  }

  refusal(field: number, value: number): string | null {
    const place = this.#place
    const row = `edge row ${this.count}`
    if (field === place.type && value >= this.#types) {
      return `${row}: type ${value}, but the header names ${this.#types} types`
    }
    if (field === place.name && value > LARGEST_WORD) return `${row}: ${value} does not fit 32 bits`
    if (field !== place.to) return null
    if (value % this.#nodeWidth !== 0) {
      return `${row}: target ${value} is not a multiple of ${this.#nodeWidth}, the length of a node row`
    }
    if (value / this.#nodeWidth < this.#nodes) return null
    return `${row}: target ${value} lies beyond the ${this.#nodes} nodes`
  }

  #reserve(rows: number): void {
    const needed = this.count + rows
    if (needed <= this.type.length) return
    const capacity = nextCapacity(this.type.length, needed, this.#hint)
    this.type = longerBytes(this.type, capacity)
    this.name = longerWords(this.name, capacity)
    this.to = longerWords(this.to, capacity)
  }
}
