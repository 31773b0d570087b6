// The graph of one snapshot as columns. Everything else in this layer is computed from it.

/** Row of a node, 0-based; 0 is the synthetic root. */
export type NodeOrdinal = number

/** Row of an edge, 0-based, in the order of the file. */
export type EdgeOrdinal = number

/** The strings of the file; decoded when asked for, never all at once. */
export interface StringTable {
  readonly count: number
  /** O(length of the string), uncached. Out-of-range indexes give `''`. */
  get(index: number): string
  /** Length in UTF-8 bytes without decoding. O(1). */
  byteLength(index: number): number
  /** Index of the first string that is this text of ASCII characters; -1 where there is none. O(strings), decodes none. */
  find?(text: string): number
}

/** Where a function, generator or instance was written, as V8's `locations` section says. */
export interface LocationTable {
  readonly count: number
  /** Node ordinals, ascending. */
  readonly node: Uint32Array
  readonly scriptId: Uint32Array
  /** 0-based, as in the file. */
  readonly line: Uint32Array
  readonly column: Uint32Array
}

/**
 * One heap snapshot. Columns have one entry a node or an edge; nothing is an object per node.
 * Memory: 18 bytes a node, 9 bytes an edge, the strings' bytes.
 */
export interface HeapGraph {
  readonly nodeCount: number
  readonly edgeCount: number
  /** Names of the node types in the file's order, e.g. `hidden`, `array`, `string`, `object`, `code`, `closure`. */
  readonly nodeTypes: readonly string[]
  readonly edgeTypes: readonly string[]
  readonly nodeType: Uint8Array
  /** Index into `strings`. */
  readonly nodeName: Uint32Array
  /** V8's stable object id (`@id`): the same object has the same id in later snapshots of the process. */
  readonly nodeId: Uint32Array
  /** Shallow size in bytes. Float64 where some object exceeds 4 GiB. */
  readonly shallowSize: Uint32Array | Float64Array
  /** 0 unknown, 1 attached, 2 detached. All 0 where the file has no such column. */
  readonly detachedness: Uint8Array
  /** `nodeCount + 1` entries: the edges of node n are `firstEdge[n] … firstEdge[n + 1] - 1`. */
  readonly firstEdge: Uint32Array
  readonly edgeType: Uint8Array
  /** Index into `strings`, or the element's index for edges of type `element` and `hidden`. */
  readonly edgeName: Uint32Array
  readonly edgeTo: Uint32Array
  readonly strings: StringTable
  readonly locations: LocationTable
}

/** A cancel request; a real `AbortSignal` satisfies it. */
export interface CancelSignal {
  readonly aborted: boolean
}

/** What every long function of this layer accepts. */
export interface WorkOptions {
  readonly signal?: CancelSignal
  /** Called a few times a second at most with the share done, 0 to 1. */
  readonly onProgress?: (share: number) => void
}
