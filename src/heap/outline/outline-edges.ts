// The `edges` section, reduced to the targets of strong edges. What edges say by their names is heard as they pass:
// which properties plain objects have, which objects are suspended functions.

import { MOST_PROPERTIES } from '../classes/object-shapes.ts'
import type { RowTable } from '../format/row-sink.ts'
import type { SnapshotHeader } from '../format/snapshot-header.ts'
import { stringIndex } from '../graph/edge-lookup.ts'
import { EphemeronNames, ORDINARY_NAME } from '../graph/ephemerons.ts'
import type { StringTable } from '../graph/heap-graph.ts'
import type { OutlineNodes } from './outline-nodes.ts'

/** Longer lists of names have doubles at best: the object is a dictionary. */
const MOST_NAMES = 8 * MOST_PROPERTIES

/** What the edges of one object said; ordinals, -1 where they did not. */
export interface ObjectEdges {
  hiddenClass: number
  registers: number
  code: number
  prototype: number
  /** String indexes of its properties' names: `names[0 … nameCount - 1]`. */
  readonly names: Uint32Array
  nameCount: number
}

export interface OutlineEdgesInput {
  readonly header: SnapshotHeader
  readonly strings: StringTable
  readonly nodes: OutlineNodes
  /** Takes the targets, from its begin on. */
  readonly arena: Uint32Array
  /** Called for each node of type `object` when its edges have passed; the answer is not to be kept. */
  readonly onObject: (node: number, edges: ObjectEdges) => void
}

export class OutlineEdges implements RowTable {
  readonly width: number
  /** Edges read so far, and those of them that are strong. */
  count = 0
  strong = 0
  readonly #input: OutlineEdgesInput
  readonly #entries: EphemeronNames
  readonly #here: ObjectEdges = nothing()
  readonly #types: Readonly<Record<string, number>>
  readonly #names: Readonly<Record<string, number>>
  readonly #object: number
  /** The node whose edges pass, how many of them are to come, and the sum of edge counts up to its end. */
  #node = 0
  #left = 0
  #end = 0

  constructor(input: OutlineEdgesInput) {
    const { header, strings, nodes } = input
    this.#input = input
    this.width = header.edge.width
    this.#entries = new EphemeronNames(strings)
    this.#object = header.nodeTypes.indexOf('object')
    const types = ['weak', 'shortcut', 'internal', 'property', 'element', 'hidden']
    this.#types = Object.fromEntries(types.map((type) => [type, header.edgeTypes.indexOf(type)]))
    this.#names = {
      map: stringIndex(strings, 'map'),
      registers: stringIndex(strings, 'parameters_and_registers'),
      code: stringIndex(strings, 'function'),
      prototype: stringIndex(strings, '__proto__'),
    }
    this.#left = this.#end = nodes.first[1]
  }

  storeRows(block: Uint32Array, from: number, rows: number): number {
    const { header, nodes, arena, strings } = this.#input
    const { type: typePlace, name: namePlace, to: toPlace } = header.edge
    const { weak, shortcut, internal, property, element, hidden } = this.#types
    const entries = this.#entries
    const entryKind = entries.kind
    const here = this.#here
    const nodeWidth = header.node.width
    const perWidth = 1 / nodeWidth
    const nodeCount = nodes.count
    const nameCount = strings.count
    const types = header.edgeTypes.length
    const { width } = this
    const object = this.#object
    const { map, prototype } = this.#names
    let { strong } = this
    let left = this.#left
    let isObject = nodes.type[this.#node] === object
    const end = from + rows * width
    for (let at = from; at < end; at += width) {
      while (left === 0) {
        this.strong = strong
        if (!this.#nextNode()) return at
        left = this.#left
        isObject = nodes.type[this.#node] === object
      }
      left--
      const type = block[at + typePlace]
      const offset = block[at + toPlace]
      // Rounded, so that a multiple of the width gives its factor; nothing else passes the check.
      const target = (offset * perWidth + 0.5) >>> 0
      if (type >= types || target >= nodeCount || target * nodeWidth !== offset) return at
      if (type === weak) continue
      if (type !== element && type !== hidden) {
        const name = block[at + namePlace]
        if (name >= nameCount) return at
        if (type === property) {
          if (name === prototype) here.prototype = target
          else if (isObject && here.nameCount < MOST_NAMES) here.names[here.nameCount++] = name
        } else if (type === internal) {
          const isEntry = entryKind[name] !== ORDINARY_NAME
          if (isEntry && entries.startsAtTable(name, nodes.id[this.#node])) continue
          if (name === map) here.hiddenClass = target
          else if (isObject) this.#internal(name, target)
        } else if (type === shortcut && this.#node !== 0) {
          continue
        }
      }
      arena[strong++] = target
    }
    this.strong = strong
    this.#left = left
    this.count += rows
    return end
  }

  storeRow(values: Float64Array): void {
    this.storeRows(Uint32Array.from(values), 0, 1)
  }

  refusal(_field: number, value: number): string | null {
    return value <= 0xffffffff ? null : 'unusual'
  }

  /** After the last row: whether every node has got its edges. */
  finish(): boolean {
    if (this.#left > 0) return false
    while (this.#nextNode()) if (this.#left > 0) return false
    return true
  }

  #internal(name: number, target: number): void {
    const { registers, code } = this.#names
    if (name === registers) this.#here.registers = target
    else if (name === code) this.#here.code = target
  }

  /** Closes the present node's row; returns whether there is another one. */
  #nextNode(): boolean {
    const { nodes, onObject } = this.#input
    const { first, type, count } = nodes
    const node = this.#node
    if (node === count) return false
    if (type[node] === this.#object) onObject(node, this.#here)
    forget(this.#here)
    const next = (this.#node = node + 1)
    // The sums of all edges give way to those of the strong ones, just behind where they are read.
    const begin = this.#end
    first[next] = this.strong
    if (next === count) return false
    this.#end = first[next + 1]
    this.#left = this.#end - begin
    return true
  }
}

function nothing(): ObjectEdges {
  const names = new Uint32Array(MOST_NAMES)
  return { hiddenClass: -1, registers: -1, code: -1, prototype: -1, names, nameCount: 0 }
}

function forget(edges: ObjectEdges): void {
  edges.hiddenClass = edges.registers = edges.code = edges.prototype = -1
  edges.nameCount = 0
}
