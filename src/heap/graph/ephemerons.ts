// WeakMap entries. V8 writes each entry as two internal edges with one name, table → value and key → value:
//   12 / part of key (Foo @123) -> value (Bar @456) pair in WeakMap (table @789)
// The value lives only while key and table both live. A graph of plain edges cannot say "both"; as DevTools
// does, the key's edge counts and the table's does not, since tables mostly outlive their keys.

import type { EdgeOrdinal, HeapGraph, NodeOrdinal, StringTable } from './heap-graph.ts'

const PREFIX = /^\d+ \/ part of key \(/
const TABLE = /pair in WeakMap \(table @(\d+)\)$/
/** V8 cuts names at 1,024 characters: with a long string as value the table is missing, the key is not. */
const KEY = /^\d+ \/ part of key \([^]*? @(\d+)\) -> value \(/

/** Bytes of the shortest name of an entry, all ids of one digit. Most internal names are shorter. */
const SHORTEST = '1 / part of key ( @1) -> value ( @1) pair in WeakMap (table @1)'.length

/** Tells ephemeron edges from others; each distinct name is looked at once. */
export interface Ephemerons {
  /** Whether the edge is one of the two edges of a WeakMap entry. */
  isEphemeronEdge(edge: EdgeOrdinal): boolean
  /** Whether it is the one of the two that starts at the table, which holds nothing by itself. */
  startsAtTable(edge: EdgeOrdinal, from: NodeOrdinal): boolean
}

/** O(1) an edge, plus one decoded string for each distinct name of an internal edge; 1 byte a string. */
export function ephemerons(graph: HeapGraph): Ephemerons {
  const { edgeType, edgeName, nodeId } = graph
  const internal = graph.edgeTypes.indexOf('internal')
  const names = new EphemeronNames(graph.strings)
  return {
    isEphemeronEdge: (edge) => edgeType[edge] === internal && names.isEntry(edgeName[edge]),
    startsAtTable: (edge, from) =>
      edgeType[edge] === internal && names.startsAtTable(edgeName[edge], nodeId[from]),
  }
}

/** In `EphemeronNames.kind`: not the name of an entry. */
export const ORDINARY_NAME = 1
const WITH_TABLE = 2
const WITH_KEY_ALONE = 3

/** What the names of internal edges say; each is decoded once. Memory: 1 byte a string. */
export class EphemeronNames {
  readonly #strings: StringTable
  /** By string: 0 where it has not been looked at, 1 where it is an ordinary name. */
  readonly kind: Uint8Array
  /** The object id that a name gives: of the table, else of the key. */
  readonly #ids: Map<number, number> = new Map()

  constructor(strings: StringTable) {
    this.#strings = strings
    this.kind = new Uint8Array(strings.count)
  }

  /** Whether it is the name of a WeakMap entry. */
  isEntry(name: number): boolean {
    return (this.kind[name] || this.#look(name)) > ORDINARY_NAME
  }

  /** Whether an internal edge of this name that starts at the object with this id is the table's. */
  startsAtTable(name: number, fromId: number): boolean {
    const kind = this.kind[name] || this.#look(name)
    if (kind === ORDINARY_NAME) return false
    const named = this.#ids.get(name) === fromId
    return kind === WITH_TABLE ? named : !named
  }

  #look(name: number): number {
    const text = this.#strings.byteLength(name) < SHORTEST ? '' : this.#strings.get(name)
    const table = PREFIX.test(text) ? TABLE.exec(text) : null
    const found = table ?? (PREFIX.test(text) ? KEY.exec(text) : null)
    if (found !== null) this.#ids.set(name, Number(found[1]))
    const named = table === null ? WITH_KEY_ALONE : WITH_TABLE
    return (this.kind[name] = found === null ? ORDINARY_NAME : named)
  }
}
