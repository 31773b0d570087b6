// The `nodes` section as columns.

import {
  firstCapacity,
  longerBytes,
  longerDoubles,
  longerWords,
  nextCapacity,
} from './growing-column.ts'
import type { RowHint } from './growing-column.ts'
import type { RowTable } from './row-sink.ts'
import type { SnapshotHeader } from './snapshot-header.ts'

const LARGEST_WORD = 0xffffffff

export class NodeTable implements RowTable {
  readonly width: number
  /** Rows taken so far. */
  count = 0
  /** The largest index into the strings, and the row that has it: checked when the strings are known. */
  largestName = 0
  largestNameRow = 0
  type: Uint8Array
  name: Uint32Array
  id: Uint32Array
  size: Uint32Array | Float64Array
  detachedness: Uint8Array
  /** One entry more than rows: the sum of the edge counts before each. */
  firstEdge: Uint32Array
  readonly #place: SnapshotHeader['node']
  readonly #types: number
  readonly #hint: RowHint

  constructor(header: SnapshotHeader, byteLength: number) {
    this.#place = header.node
    this.#types = header.nodeTypes.length
    this.width = header.node.width
    // A number takes a digit and a comma at least.
    this.#hint = { claimed: header.nodeCount, possible: byteLength / (2 * this.width) }
    const capacity = firstCapacity(this.#hint)
    this.type = longerBytes(new Uint8Array(0), capacity)
    this.name = longerWords(new Uint32Array(0), capacity)
    this.id = longerWords(new Uint32Array(0), capacity)
    this.size = longerWords(new Uint32Array(0), capacity)
    this.detachedness = longerBytes(new Uint8Array(0), capacity)
    this.firstEdge = longerWords(new Uint32Array(0), capacity + 1)
  }

  storeRows(block: Uint32Array, from: number, rows: number): number {
    this.#reserve(rows)
    const { type, name, id, size, detachedness, firstEdge, width } = this
    const place = this.#place
    const types = this.#types
    let row = this.count
    let edges = firstEdge[row]
    for (let at = from; at < from + rows * width; at += width) {
      const typeHere = block[at + place.type]
      const edgesHere = block[at + place.edgeCount]
      if (typeHere >= types || edges + edgesHere > LARGEST_WORD) {
        this.count = row
        return at + (typeHere >= types ? place.type : place.edgeCount)
      }
      type[row] = typeHere
      const nameHere = block[at + place.name]
      name[row] = nameHere
      if (nameHere > this.largestName) {
        this.largestName = nameHere
        this.largestNameRow = row
      }
      id[row] = block[at + place.id]
      size[row] = block[at + place.size]
      if (place.detachedness >= 0) detachedness[row] = known(block[at + place.detachedness])
      edges += edgesHere
      firstEdge[++row] = edges
    }
    this.count = row
    return from + rows * width
  }

  storeRow(values: Float64Array): void {
    const place = this.#place
    const size = values[place.size]
    if (size > LARGEST_WORD && this.size instanceof Uint32Array) {
      this.size = longerDoubles(this.size, this.size.length)
    }
    const row = this.count
    // Everything but the size has been found to fit; the size is set on its own.
    this.storeRows(Uint32Array.from(values), 0, 1)
    this.size[row] = size
  }

  refusal(field: number, value: number): string | null {
    const place = this.#place
    const row = `node row ${this.count}`
    if (field === place.type && value >= this.#types) {
      return `${row}: type ${value}, but the header names ${this.#types} types`
    }
    if (field === place.size) {
      return value <= Number.MAX_SAFE_INTEGER ? null : `${row}: shallow size ${value} is too large`
    }
    const kept = field === place.name || field === place.id || field === place.edgeCount
    if (kept && value > LARGEST_WORD) return `${row}: ${value} does not fit 32 bits`
    if (field === place.edgeCount && this.firstEdge[this.count] + value > LARGEST_WORD) {
      return `${row}: the edge counts add up to more than ${LARGEST_WORD}`
    }
    return null
  }

  #reserve(rows: number): void {
    const needed = this.count + rows
    if (needed <= this.type.length) return
    const capacity = nextCapacity(this.type.length, needed, this.#hint)
    this.type = longerBytes(this.type, capacity)
    this.name = longerWords(this.name, capacity)
    this.id = longerWords(this.id, capacity)
    this.size =
      this.size instanceof Uint32Array
        ? longerWords(this.size, capacity)
        : longerDoubles(this.size, capacity)
    this.detachedness = longerBytes(this.detachedness, capacity)
    this.firstEdge = longerWords(this.firstEdge, capacity + 1)
  }
}

/** 0, 1 and 2 mean something; whatever a later V8 adds is unknown. */
function known(detachedness: number): number {
  return detachedness <= 2 ? detachedness : 0
}
