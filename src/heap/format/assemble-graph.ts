// Puts the columns together and checks what no section can check alone: that edge counts add up, that targets
// and names exist.

import type { HeapGraph, LocationTable } from '../graph/heap-graph.ts'
import type { EdgeTable } from './edge-table.ts'
import type { LocationRows } from './location-rows.ts'
import type { NodeTable } from './node-table.ts'
import { SnapshotError } from './snapshot-error.ts'
import type { SnapshotHeader } from './snapshot-header.ts'
import type { StringColumns } from './string-columns.ts'

export interface SnapshotColumns {
  readonly header: SnapshotHeader
  readonly nodes: NodeTable
  readonly edges: EdgeTable
  readonly locations: LocationRows | null
  readonly strings: StringColumns
  /** Offset after a section: where a contradiction between sections shows. */
  readonly endOf: (section: string) => number
}

const NO_LOCATIONS: LocationTable = {
  count: 0,
  node: new Uint32Array(0),
  scriptId: new Uint32Array(0),
  line: new Uint32Array(0),
  column: new Uint32Array(0),
}

/** O(edges) where the edges came before the nodes, else O(1) but for trimming. Throws `SNAPSHOT_CORRUPT`. */
export function assembleGraph(columns: SnapshotColumns): HeapGraph {
  check(columns)
  const { header, nodes, edges, strings, locations } = columns
  return {
    nodeCount: nodes.count,
    edgeCount: edges.count,
    nodeTypes: header.nodeTypes,
    edgeTypes: header.edgeTypes,
    nodeType: trimmed(nodes.type, nodes.count),
    nodeName: trimmed(nodes.name, nodes.count),
    nodeId: trimmed(nodes.id, nodes.count),
    shallowSize: trimmed(nodes.size, nodes.count),
    detachedness: trimmed(nodes.detachedness, nodes.count),
    firstEdge: trimmed(nodes.firstEdge, nodes.count + 1),
    edgeType: trimmed(edges.type, edges.count),
    edgeName: trimmed(edges.name, edges.count),
    edgeTo: trimmed(edges.to, edges.count),
    strings,
    locations: locations?.table() ?? NO_LOCATIONS,
  }
}

function check(columns: SnapshotColumns): void {
  const { nodes, edges, strings, locations, endOf } = columns
  if (nodes.count === 0) throw corrupt("'nodes' is empty", endOf('nodes'))
  const promised = nodes.firstEdge[nodes.count]
  if (promised !== edges.count) {
    const message = `the nodes have ${promised} edges by their own counts, 'edges' has ${edges.count}`
    throw corrupt(message, Math.max(endOf('edges'), endOf('nodes')))
  }
  // Edges that were read after the nodes have been checked one by one.
  if (endOf('edges') < endOf('nodes')) checkTargets(columns)
  if (Math.max(nodes.largestName, edges.largestName) >= strings.count) checkNames(columns)
  if (locations !== null && locations.count > 0 && locations.largestNode >= nodes.count) {
    const message = `a location is that of node ${locations.largestNode} of ${nodes.count}`
    throw corrupt(message, endOf('locations'))
  }
}

function checkTargets({ nodes, edges, endOf }: SnapshotColumns): void {
  for (let row = 0; row < edges.count; row++) {
    if (edges.to[row] < nodes.count) continue
    const message = `edge row ${row} leads to node ${edges.to[row]} of ${nodes.count}`
    throw corrupt(message, endOf('edges'))
  }
}

function checkNames({ nodes, edges, strings, endOf }: SnapshotColumns): void {
  // A file without edges or with unnamed nodes only refers to string 0 at most; V8 always writes some.
  for (const [kind, table] of [['node', nodes] as const, ['edge', edges] as const]) {
    if (table.largestName < strings.count || table.largestName === 0) continue
    const row = `${kind} row ${table.largestNameRow}`
    const message = `${row} has string ${table.largestName} for a name, 'strings' has ${strings.count}`
    throw corrupt(message, endOf('strings'))
  }
}

function corrupt(message: string, offset: number): SnapshotError {
  return new SnapshotError('SNAPSHOT_CORRUPT', `${message} (byte ${offset})`, offset)
}

/** A view where little would be wasted, else a copy, so that what is passed on to workers is not padded. */
function trimmed<T extends Uint8Array | Uint32Array | Float64Array>(column: T, length: number): T
function trimmed(
  column: Uint8Array | Uint32Array | Float64Array,
  length: number,
): Uint8Array | Uint32Array | Float64Array {
  const padded = column.length > length * 1.125
  return padded ? column.slice(0, length) : column.subarray(0, length)
}
