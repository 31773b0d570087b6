// WeakMap entries. V8 writes each entry as two internal edges with one name, table → value and key → value:
//   12 / part of key (Foo @123) -> value (Bar @456) pair in WeakMap (table @789)
// The value lives only while key and table both live. A graph of plain edges cannot say "both"; as DevTools
// does, the key's edge counts and the table's does not, since tables mostly outlive their keys.

import type { EdgeOrdinal, HeapGraph, NodeOrdinal } from './heap-graph.ts'

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
  const { edgeType, edgeName, nodeId, strings } = graph
  const internal = graph.edgeTypes.indexOf('internal')
  /** Per string: 0 not looked at, 1 an ordinary name, 2 names the table, 3 names the key alone. */
  const kind = new Uint8Array(strings.count)
  const ids = new Map<number, number>()

  const kindOf = (edge: EdgeOrdinal): number => {
    if (edgeType[edge] !== internal) return 1
    const name = edgeName[edge]
    return kind[name] || (kind[name] = look(name))
  }
  const look = (name: number): number => {
    if (strings.byteLength(name) < SHORTEST) return 1
    const text = strings.get(name)
    if (!PREFIX.test(text)) return 1
    const table = TABLE.exec(text)
    const found = table ?? KEY.exec(text)
    if (found === null) return 1
    ids.set(name, Number(found[1]))
    return table === null ? 3 : 2
  }

  return {
    isEphemeronEdge: (edge) => kindOf(edge) > 1,
    startsAtTable: (edge, from) => {
      const which = kindOf(edge)
      if (which === 1) return false
      const named = ids.get(edgeName[edge]) === nodeId[from]
      return which === 2 ? named : !named
    },
  }
}
