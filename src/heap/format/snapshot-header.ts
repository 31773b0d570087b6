// The `snapshot` section: what the columns are called, where they stand in a row, what the types are called.

import { SnapshotError } from './snapshot-error.ts'

/** Places of the columns within a row; -1 where an optional one is absent. */
export interface SnapshotHeader {
  readonly node: {
    readonly width: number
    readonly type: number
    readonly name: number
    readonly id: number
    readonly size: number
    readonly edgeCount: number
    readonly detachedness: number
  }
  readonly edge: {
    readonly width: number
    readonly type: number
    readonly name: number
    readonly to: number
  }
  /** `null` where the file says nothing about locations. */
  readonly location: {
    readonly width: number
    readonly node: number
    readonly script: number
    readonly line: number
    readonly column: number
  } | null
  readonly nodeTypes: readonly string[]
  readonly edgeTypes: readonly string[]
  /** As claimed; a hint, 0 where it is no whole number. */
  readonly nodeCount: number
  readonly edgeCount: number
}

/** Types are kept in one byte. */
const MOST_TYPES = 256

/**
 * Reads the text of the section. Throws `SNAPSHOT_NOT_A_SNAPSHOT` where it is not what V8 writes; `offset` is
 * where the section begins.
 */
export function snapshotHeader(text: string, offset: number): SnapshotHeader {
  const section = record(parsed(text, offset))
  const meta = record(section['meta'])
  const nodeFields = strings(meta['node_fields'])
  const edgeFields = strings(meta['edge_fields'])
  const locationFields = strings(meta['location_fields'])
  const place = (fields: readonly string[], name: string, list: string): number => {
    const at = fields.indexOf(name)
    if (at >= 0) return at
    throw notASnapshot(`meta.${list} has no '${name}'`, offset)
  }
  const node = {
    width: nodeFields.length,
    type: place(nodeFields, 'type', 'node_fields'),
    name: place(nodeFields, 'name', 'node_fields'),
    id: place(nodeFields, 'id', 'node_fields'),
    size: place(nodeFields, 'self_size', 'node_fields'),
    edgeCount: place(nodeFields, 'edge_count', 'node_fields'),
    detachedness: nodeFields.indexOf('detachedness'),
  }
  const edge = {
    width: edgeFields.length,
    type: place(edgeFields, 'type', 'edge_fields'),
    name: place(edgeFields, 'name_or_index', 'edge_fields'),
    to: place(edgeFields, 'to_node', 'edge_fields'),
  }
  const located = ['object_index', 'script_id', 'line', 'column']
  const [at, script, line, column] = located.map((name) => locationFields.indexOf(name))
  return {
    node,
    edge,
    location: located.every((name) => locationFields.includes(name))
      ? { width: locationFields.length, node: at, script, line, column }
      : null,
    nodeTypes: typeNames(meta['node_types'], node.type, 'node_types', offset),
    edgeTypes: typeNames(meta['edge_types'], edge.type, 'edge_types', offset),
    nodeCount: count(section['node_count']),
    edgeCount: count(section['edge_count']),
  }
}

function parsed(text: string, offset: number): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw notASnapshot("the section 'snapshot' is not JSON", offset)
  }
}

/** The names of the types: the entry of the list that stands in the place of the field `type`. */
function typeNames(value: unknown, place: number, list: string, offset: number): string[] {
  const names = Array.isArray(value) ? strings(value[place]) : []
  if (names.length > 0 && names.length <= MOST_TYPES) return names
  throw notASnapshot(`meta.${list} does not name the types`, offset)
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function strings(value: unknown): string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? value : []
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0
}

function notASnapshot(why: string, offset: number): SnapshotError {
  const message = `not a V8 heap snapshot: ${why} (section at byte ${offset})`
  return new SnapshotError('SNAPSHOT_NOT_A_SNAPSHOT', message, offset)
}
