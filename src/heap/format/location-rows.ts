// The `locations` section as columns, sorted by node.

import type { LocationTable } from '../graph/heap-graph.ts'
import { longerWords } from './growing-column.ts'
import type { RowTable } from './row-sink.ts'
import type { SnapshotHeader } from './snapshot-header.ts'

const LARGEST_WORD = 0xffffffff

export class LocationRows implements RowTable {
  readonly width: number
  /** Rows taken so far. */
  count = 0
  #node: Uint32Array = new Uint32Array(256)
  #script: Uint32Array = new Uint32Array(256)
  #line: Uint32Array = new Uint32Array(256)
  #column: Uint32Array = new Uint32Array(256)
  readonly #place: NonNullable<SnapshotHeader['location']>
  readonly #nodeWidth: number

  constructor(place: NonNullable<SnapshotHeader['location']>, nodeWidth: number) {
    this.#place = place
    this.#nodeWidth = nodeWidth
    this.width = place.width
  }

  /** The largest node ordinal of all rows; checked when the nodes are known. */
  get largestNode(): number {
    let largest = 0
    for (let row = 0; row < this.count; row++) largest = Math.max(largest, this.#node[row])
    return largest
  }

  storeRows(block: Uint32Array, from: number, rows: number): number {
    this.#reserve(rows)
    const place = this.#place
    const end = from + rows * this.width
    for (let at = from; at < end; at += this.width) {
      const offset = block[at + place.node]
      if (offset % this.#nodeWidth !== 0) return at + place.node
      const row = this.count++
      this.#node[row] = offset / this.#nodeWidth
      this.#script[row] = block[at + place.script]
      this.#line[row] = block[at + place.line]
      this.#column[row] = block[at + place.column]
    }
    return end
  }

  storeRow(values: Float64Array): void {
    const offset = values[this.#place.node]
    const narrow = Uint32Array.from(values)
    // An offset may exceed 32 bits where the node's ordinal does not; it is set on its own.
    narrow[this.#place.node] = 0
    this.storeRows(narrow, 0, 1)
    this.#node[this.count - 1] = offset / this.#nodeWidth
  }

  refusal(field: number, value: number): string | null {
    const row = `location row ${this.count}`
    if (field === this.#place.node) {
      if (value % this.#nodeWidth === 0 && value / this.#nodeWidth <= LARGEST_WORD) return null
      return `${row}: object ${value} is not the offset of a node row`
    }
    return value <= LARGEST_WORD ? null : `${row}: ${value} does not fit 32 bits`
  }

  /** O(rows) where the file has them in the order of the nodes, else O(rows · log rows). */
  table(): LocationTable {
    const { count } = this
    // One number a row, node first: sorts by node without a comparison function.
    const keys = new Float64Array(count)
    for (let row = 0; row < count; row++) keys[row] = this.#node[row] * count + row
    if (!this.#ascending()) keys.sort()
    const table = {
      count,
      node: new Uint32Array(count),
      scriptId: new Uint32Array(count),
      line: new Uint32Array(count),
      column: new Uint32Array(count),
    }
    for (let at = 0; at < count; at++) {
      const row = keys[at] % count
      table.node[at] = this.#node[row]
      table.scriptId[at] = this.#script[row]
      table.line[at] = this.#line[row]
      table.column[at] = this.#column[row]
    }
    return table
  }

  #ascending(): boolean {
    for (let row = 1; row < this.count; row++)
      if (this.#node[row] < this.#node[row - 1]) return false
    return true
  }

  #reserve(rows: number): void {
    const needed = this.count + rows
    const present = this.#node.length
    if (needed <= present) return
    const capacity = Math.max(needed, present * 2)
    this.#node = longerWords(this.#node, capacity)
    this.#script = longerWords(this.#script, capacity)
    this.#line = longerWords(this.#line, capacity)
    this.#column = longerWords(this.#column, capacity)
  }
}
