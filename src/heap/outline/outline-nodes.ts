// The `nodes` section, reduced to what an outline keeps of it: a type, a size and a class.

import type { ClassesByName } from '../classes/class-list.ts'
import type { RowTable } from '../format/row-sink.ts'
import type { SnapshotHeader } from '../format/snapshot-header.ts'

/** Classes have two bytes while nodes are read. */
export const MOST_CLASSES = 0xffff

export interface OutlineNodesInput {
  readonly header: SnapshotHeader
  readonly classes: ClassesByName
  readonly strings: number
  /** Takes the objects' ids, which are only needed until the edges are read. */
  readonly id: Uint32Array
}

export class OutlineNodes implements RowTable {
  readonly width: number
  /** Rows taken so far. */
  count = 0
  readonly type: Uint8Array
  readonly size: Uint32Array
  readonly classOf: Uint16Array
  readonly id: Uint32Array
  /** One entry more than rows: the sum of the edge counts before each. */
  readonly first: Uint32Array
  readonly #input: OutlineNodesInput

  constructor(input: OutlineNodesInput) {
    const { nodeCount, node } = input.header
    this.#input = input
    this.width = node.width
    this.type = new Uint8Array(nodeCount)
    this.size = new Uint32Array(nodeCount)
    this.classOf = new Uint16Array(nodeCount)
    this.id = input.id
    this.first = new Uint32Array(nodeCount + 1)
  }

  storeRows(block: Uint32Array, from: number, rows: number): number {
    const { type, size, classOf, id, first, width } = this
    const { header, classes, strings } = this.#input
    const place = header.node
    const types = header.nodeTypes.length
    let row = this.count
    if (row + rows > type.length) return from
    let edges = first[row]
    for (let at = from; at < from + rows * width; at += width) {
      const typeHere = block[at + place.type]
      const name = block[at + place.name]
      if (typeHere >= types || name >= strings) return at
      const found = classes.of(typeHere, name)
      if (found >= MOST_CLASSES) return at
      type[row] = typeHere
      classOf[row] = found
      size[row] = block[at + place.size]
      id[row] = block[at + place.id]
      edges += block[at + place.edgeCount]
      if (edges > header.edgeCount) return at
      first[++row] = edges
    }
    this.count = row
    return from + rows * width
  }

  storeRow(values: Float64Array): void {
    this.storeRows(Uint32Array.from(values), 0, 1)
  }

  refusal(_field: number, value: number): string | null {
    return value <= 0xffffffff && this.count < this.type.length ? null : 'unusual'
  }
}
