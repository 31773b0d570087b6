// The sections of a snapshot whose strings are known already, read into no more than an outline needs.

import { ClassList, ClassesByName } from '../classes/class-list.ts'
import { IntegerArrayReader } from '../format/integer-array-reader.ts'
import { LocationRows } from '../format/location-rows.ts'
import { RowSink } from '../format/row-sink.ts'
import type { RowTable } from '../format/row-sink.ts'
import type { SectionReader } from '../format/section-reader.ts'
import { snapshotHeader } from '../format/snapshot-header.ts'
import type { SnapshotHeader } from '../format/snapshot-header.ts'
import type { Sections } from '../format/snapshot-parser.ts'
import { MOST_HEADER_BYTES } from '../format/snapshot-sections.ts'
import { ValueSkipper } from '../format/value-skipper.ts'
import type { LocationTable } from '../graph/heap-graph.ts'
import { OutlineClasses } from './outline-classes.ts'
import { OutlineEdges } from './outline-edges.ts'
import { OutlineNodes } from './outline-nodes.ts'
import type { SnapshotSource } from './snapshot-source.ts'
import type { StringsFirst } from './strings-first.ts'
import { UnusualSnapshot } from './unusual-snapshot.ts'

/** Four words a node are the least that retained sizes are worked out in. */
const LEAST_WORDS = 4
/** Digits and commas that a row of nodes and one of edges have at least. */
const BYTES_OF_NUMBER = 2

export interface OutlineColumns {
  readonly header: SnapshotHeader
  readonly nodes: OutlineNodes
  readonly edges: OutlineEdges
  readonly classes: OutlineClasses
  readonly locations: LocationTable | null
  /** Targets of strong edges, then free words. */
  readonly arena: Uint32Array
}

export class OutlineSections implements Sections<OutlineColumns> {
  readonly #source: SnapshotSource
  readonly #first: StringsFirst
  #header: SnapshotHeader | null = null
  #nodes: OutlineNodes | null = null
  #edges: OutlineEdges | null = null
  #classes: OutlineClasses | null = null
  #locations: LocationRows | null = null
  #arena: Uint32Array = new Uint32Array(0)
  #sink: RowSink | null = null
  #finish: () => void = () => {}

  constructor(source: SnapshotSource, first: StringsFirst) {
    this.#source = source
    this.#first = first
  }

  get hasHeader(): boolean {
    return this.#header !== null
  }

  open(key: string, offset: number): SectionReader {
    this.#sink = null
    this.#finish = () => {}
    if (key === 'snapshot') return this.#openHeader(offset)
    const table = this.#table(key)
    if (table === null) return new ValueSkipper()
    this.#sink = new RowSink(table)
    return new IntegerArrayReader(this.#sink)
  }

  close(): void {
    this.#finish()
    if (this.#sink !== null && this.#sink.missing > 0) throw new UnusualSnapshot()
  }

  /** Call it when the strings begin: nothing that matters follows. */
  result(): OutlineColumns {
    const header = this.#header
    const nodes = this.#nodes
    const edges = this.#edges
    const classes = this.#classes
    if (header === null || nodes === null || edges === null || classes === null) {
      throw new UnusualSnapshot()
    }
    if (edges.count !== header.edgeCount || !edges.finish()) throw new UnusualSnapshot()
    const locations = this.#locations
    if (locations !== null && locations.count > 0 && locations.largestNode >= nodes.count) {
      throw new UnusualSnapshot()
    }
    const table = locations?.table() ?? null
    return { header, nodes, edges, classes, locations: table, arena: this.#arena }
  }

  progress(): string {
    return ''
  }

  #openHeader(offset: number): SectionReader {
    const reader = new ValueSkipper(MOST_HEADER_BYTES)
    this.#finish = () => {
      const header = snapshotHeader(reader.text(), offset)
      const { nodeCount, edgeCount, node, edge } = header
      const least = BYTES_OF_NUMBER * (nodeCount * node.width + edgeCount * edge.width)
      if (nodeCount === 0 || least > this.#source.byteLength) throw new UnusualSnapshot()
      this.#header = header
    }
    return reader
  }

  #table(key: string): RowTable | null {
    const header = this.#header
    if (header === null) throw new UnusualSnapshot()
    if (key === 'nodes' && this.#nodes === null) return this.#openNodes(header)
    if (key === 'edges' && this.#edges === null) return this.#openEdges(header)
    if (key === 'locations' && this.#locations === null && header.location !== null) {
      return (this.#locations = new LocationRows(header.location, header.node.width))
    }
    if (['nodes', 'edges', 'locations'].includes(key)) throw new UnusualSnapshot()
    return null
  }

  #openNodes(header: SnapshotHeader): RowTable {
    const { nodeCount, edgeCount, nodeTypes } = header
    const { strings } = this.#first
    // Memory that is not touched costs nothing: the targets grow into the arena, the ids lie behind the last of them.
    const words = Math.max(edgeCount + nodeCount + 1, LEAST_WORDS * nodeCount)
    this.#arena = new Uint32Array(words)
    const list = new ClassList()
    const byName = new ClassesByName(nodeTypes, strings, list)
    this.#nodes = new OutlineNodes({
      header,
      classes: byName,
      strings: strings.count,
      id: this.#arena.subarray(edgeCount, edgeCount + nodeCount),
    })
    this.#classes = new OutlineClasses(header, strings, { list, plain: byName.plain })
    return this.#nodes
  }

  #openEdges(header: SnapshotHeader): RowTable {
    const { strings } = this.#first
    const nodes = this.#nodes
    const classes = this.#classes
    if (nodes === null || classes === null || nodes.count !== header.nodeCount) {
      throw new UnusualSnapshot()
    }
    const onObject = classes.object.bind(classes, nodes)
    this.#edges = new OutlineEdges({ header, strings, nodes, arena: this.#arena, onObject })
    return this.#edges
  }
}
