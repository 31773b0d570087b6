// The stored columns: of which queries they are part, and what stands in each row.

import { NOT_IN_TREE, NO_DOMINATOR, scriptName } from '../../heap/index.ts'
import type { SnapshotFacts } from './snapshot-facts.ts'

export type ColumnType = 'BOOLEAN' | 'UTINYINT' | 'UINTEGER' | 'DOUBLE' | 'VARCHAR'

export interface StoredColumn {
  readonly type: ColumnType
  at(row: number): number | string | boolean | null
}

export interface StoredRows {
  readonly count: number
  /** In the order of the table's definition. */
  readonly columns: readonly StoredColumn[]
}

export interface StoredTable {
  readonly name: string
  /** A query that has one of these words may read the table. */
  readonly words: readonly string[]
  rows(facts: SnapshotFacts): StoredRows
}

/** Edges of these types have a number in place of a name. */
const NUMBERED = new Set(['element', 'hidden'])

const stringTable: StoredTable = {
  name: 'strings',
  words: ['strings', 'nodes', 'edges'],
  rows: ({ graph: { strings } }) => ({
    count: strings.count,
    columns: [
      { type: 'UINTEGER', at: (row) => row },
      { type: 'VARCHAR', at: (row) => strings.get(row) },
      { type: 'UINTEGER', at: (row) => strings.byteLength(row) },
    ],
  }),
}

const nodeTypes: StoredTable = {
  name: 'node_types',
  words: ['nodes'],
  rows: ({ graph }) => ({
    count: graph.nodeTypes.length,
    columns: [
      { type: 'UTINYINT', at: (row) => row },
      { type: 'VARCHAR', at: (row) => graph.nodeTypes[row] ?? null },
    ],
  }),
}

const edgeTypes: StoredTable = {
  name: 'edge_types',
  words: ['edges'],
  rows: ({ graph }) => ({
    count: graph.edgeTypes.length,
    columns: [
      { type: 'UTINYINT', at: (row) => row },
      { type: 'VARCHAR', at: (row) => graph.edgeTypes[row] ?? null },
      { type: 'BOOLEAN', at: (row) => NUMBERED.has(graph.edgeTypes[row] ?? '') },
    ],
  }),
}

const classTable: StoredTable = {
  name: 'classes',
  words: ['classes', 'nodes'],
  rows(facts) {
    const { classes } = facts.classes
    const totals = new Map(facts.histogram().map((row) => [`${row.name}\n${place(row)}`, row]))
    const found = classes.map((row) => totals.get(`${row.name}\n${place(row)}`))
    const location = (row: number) => classes[row]?.location ?? null
    return {
      count: classes.length,
      columns: [
        { type: 'UINTEGER', at: (row) => row },
        { type: 'VARCHAR', at: (row) => classes[row]?.name ?? null },
        {
          type: 'VARCHAR',
          at(row) {
            const known = location(row)
            return known === null ? null : scriptName(facts.graph, known.scriptId)
          },
        },
        {
          type: 'UINTEGER',
          at(row) {
            const known = location(row)
            return known === null ? null : known.line + 1
          },
        },
        { type: 'DOUBLE', at: (row) => found[row]?.count ?? 0 },
        { type: 'DOUBLE', at: (row) => found[row]?.shallowSize ?? 0 },
        { type: 'DOUBLE', at: (row) => found[row]?.retainedSize ?? 0 },
      ],
    }
  },
}

const nodeTable: StoredTable = {
  name: 'nodes',
  words: ['nodes'],
  rows(facts) {
    const { graph, tree } = facts
    const { classOf } = facts.classes
    const { firstEdge } = graph
    return {
      count: graph.nodeCount,
      columns: [
        column('UINTEGER', graph.nodeId),
        column('UTINYINT', graph.nodeType),
        column('UINTEGER', graph.nodeName),
        column('UINTEGER', classOf),
        column('DOUBLE', graph.shallowSize),
        column('DOUBLE', tree.retainedSize),
        { type: 'UINTEGER', at: (row) => (firstEdge[row + 1] ?? 0) - (firstEdge[row] ?? 0) },
        column('UTINYINT', graph.detachedness),
      ],
    }
  },
}

const edgeTable: StoredTable = {
  name: 'edges',
  words: ['edges'],
  rows({ graph, strong }) {
    const { firstEdge, nodeId, edgeTo } = graph
    let from = 0
    return {
      count: graph.edgeCount,
      columns: [
        {
          type: 'UINTEGER',
          // Rows are asked for in their order.
          at(edge) {
            while ((firstEdge[from + 1] ?? Infinity) <= edge) from++
            return nodeId[from] ?? null
          },
        },
        { type: 'UINTEGER', at: (edge) => nodeId[edgeTo[edge] ?? 0] ?? null },
        column('UTINYINT', graph.edgeType),
        column('UINTEGER', graph.edgeName),
        { type: 'BOOLEAN', at: (edge) => strong[edge] === 1 },
      ],
    }
  },
}

const dominatorTable: StoredTable = {
  name: 'dominators',
  words: ['dominators'],
  rows({ graph: { nodeId }, tree, subtrees: { node, position, end } }) {
    const dominatorOf = (row: number): number =>
      tree.immediateDominator[node[row] ?? 0] ?? NO_DOMINATOR
    const depths = new Uint32Array(node.length)
    for (let row = 1; row < node.length; row++) {
      const above = position[dominatorOf(row)] ?? NOT_IN_TREE
      depths[row] = (depths[above] ?? 0) + 1
    }
    return {
      count: node.length,
      columns: [
        { type: 'UINTEGER', at: (row) => nodeId[node[row] ?? 0] ?? null },
        {
          type: 'UINTEGER',
          at(row) {
            const dominator = dominatorOf(row)
            return dominator === NO_DOMINATOR ? null : (nodeId[dominator] ?? null)
          },
        },
        column('UINTEGER', depths),
        { type: 'UINTEGER', at: (row) => (end[node[row] ?? 0] ?? 0) - row },
        { type: 'DOUBLE', at: (row) => tree.retainedSize[node[row] ?? 0] ?? 0 },
      ],
    }
  },
}

const locationTable: StoredTable = {
  name: 'locations',
  words: ['locations'],
  rows({ graph }) {
    const { locations, nodeId } = graph
    return {
      count: locations.count,
      columns: [
        { type: 'UINTEGER', at: (row) => nodeId[locations.node[row] ?? 0] ?? null },
        column('UINTEGER', locations.scriptId),
        { type: 'VARCHAR', at: (row) => scriptName(graph, locations.scriptId[row] ?? 0) },
        { type: 'UINTEGER', at: (row) => (locations.line[row] ?? 0) + 1 },
        { type: 'UINTEGER', at: (row) => (locations.column[row] ?? 0) + 1 },
      ],
    }
  },
}

export const STORED_TABLES: readonly StoredTable[] = [
  nodeTypes,
  edgeTypes,
  stringTable,
  classTable,
  nodeTable,
  edgeTable,
  dominatorTable,
  locationTable,
]

type Numbers = Uint8Array | Uint32Array | Float64Array

function column(type: ColumnType, values: Numbers): StoredColumn {
  return { type, at: (row) => values[row] ?? null }
}

interface Placed {
  readonly location: {
    readonly scriptId: number
    readonly line: number
    readonly column: number
  } | null
}

function place({ location }: Placed): string {
  return location === null ? '' : `${location.scriptId}:${location.line}:${location.column}`
}
