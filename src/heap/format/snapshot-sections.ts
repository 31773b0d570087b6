// What each section of a snapshot means: which reader takes its bytes, and what follows once it has ended.

import type { HeapGraph } from '../graph/heap-graph.ts'
import { assembleGraph } from './assemble-graph.ts'
import { EdgeTable } from './edge-table.ts'
import { IntegerArrayReader } from './integer-array-reader.ts'
import { LocationRows } from './location-rows.ts'
import { NodeTable } from './node-table.ts'
import { NumberStash } from './number-stash.ts'
import { RowSink } from './row-sink.ts'
import type { RowTable } from './row-sink.ts'
import type { SectionReader } from './section-reader.ts'
import { SnapshotError } from './snapshot-error.ts'
import { snapshotHeader } from './snapshot-header.ts'
import type { SnapshotHeader } from './snapshot-header.ts'
import type { Sections } from './snapshot-parser.ts'
import { StringArrayReader } from './string-array-reader.ts'
import type { StringColumns } from './string-columns.ts'
import { ValueSkipper } from './value-skipper.ts'

/** V8 writes 1 KB; anything near this is not a header. */
export const MOST_HEADER_BYTES: number = 1 << 20
/** A colon, `[]` and some blanks. */
const EMPTY_VALUE_BYTES = 8
const ROW_SECTIONS = ['nodes', 'edges', 'locations'] as const
type RowSection = (typeof ROW_SECTIONS)[number]

interface Stash {
  readonly numbers: NumberStash
  readonly offset: number
}

export class SnapshotSections implements Sections<HeapGraph> {
  /** `null` until the section `snapshot` has been read. */
  header: SnapshotHeader | null = null
  readonly #byteLength: number
  readonly #onUnused: (section: string) => void
  readonly #seen: Set<string> = new Set()
  readonly #stashes: Map<RowSection, Stash> = new Map()
  /** Where the sections whose totals are compared at the end have ended. */
  readonly #endOf: Map<string, number> = new Map()
  #nodes: NodeTable | null = null
  #edges: EdgeTable | null = null
  #locations: LocationRows | null = null
  #strings: StringColumns | null = null
  #finish: (offset: number) => void = () => {}

  /** `byteLength` is the length of the file; `Infinity` where it is not known. */
  constructor(byteLength: number, onUnused: (section: string) => void = () => {}) {
    this.#byteLength = byteLength
    this.#onUnused = onUnused
  }

  get hasHeader(): boolean {
    return this.header !== null
  }

  open(key: string, offset: number): SectionReader {
    if (this.#seen.has(key)) {
      const message = `the section '${key}' comes twice, again at byte ${offset}`
      throw new SnapshotError('SNAPSHOT_CORRUPT', message, offset)
    }
    this.#finish = () => {}
    const section = ROW_SECTIONS.find((name) => name === key)
    if (section !== undefined) return this.#openRows(section, offset)
    if (key === 'snapshot') return this.#openHeader(offset)
    if (key === 'strings') return this.#openStrings(offset)
    this.#finish = (end) => {
      if (end - offset > EMPTY_VALUE_BYTES) this.#onUnused(key)
    }
    return new ValueSkipper()
  }

  close(key: string, offset: number): void {
    this.#endOf.set(key, offset)
    this.#finish(offset)
  }

  result(end: number): HeapGraph {
    const { header } = this
    if (header === null) {
      const message = `not a V8 heap snapshot: JSON without a section 'snapshot' (${end} bytes)`
      throw new SnapshotError('SNAPSHOT_NOT_A_SNAPSHOT', message, end)
    }
    const nodes = this.#nodes ?? missing('nodes', end)
    const edges = this.#edges ?? missing('edges', end)
    const strings = this.#strings ?? missing('strings', end)
    const endOf = (key: string): number => this.#endOf.get(key) ?? end
    return assembleGraph({ header, nodes, edges, strings, locations: this.#locations, endOf })
  }

  progress(): string {
    if (this.header === null) return 'before its header was complete'
    const nodes = `${this.#nodes?.count ?? 0} of ${this.header.nodeCount} nodes`
    return `after ${nodes} and ${this.#edges?.count ?? 0} of ${this.header.edgeCount} edges`
  }

  #openHeader(offset: number): SectionReader {
    this.#seen.add('snapshot')
    const reader = new ValueSkipper(MOST_HEADER_BYTES)
    this.#finish = (end) => {
      this.header = snapshotHeader(reader.text(), offset)
      for (const section of ROW_SECTIONS) this.#replay(section, end)
    }
    return reader
  }

  #openStrings(offset: number): SectionReader {
    this.#seen.add('strings')
    const reader = new StringArrayReader(this.#byteLength - offset)
    this.#finish = () => {
      this.#strings = reader.columns()
    }
    return reader
  }

  #openRows(section: RowSection, offset: number): SectionReader {
    this.#seen.add(section)
    if (this.header === null) {
      const numbers = new NumberStash()
      this.#stashes.set(section, { numbers, offset })
      return new IntegerArrayReader(numbers)
    }
    const table = this.#table(section, this.header)
    if (table === null) return new ValueSkipper()
    const sink = new RowSink(table)
    this.#finish = (end) => wholeRows(sink, section, end)
    return new IntegerArrayReader(sink)
  }

  #replay(section: RowSection, end: number): void {
    const stash = this.#stashes.get(section)
    if (stash === undefined || this.header === null) return
    const table = this.#table(section, this.header)
    if (table === null) return
    const sink = new RowSink(table)
    stash.numbers.replay(sink, stash.offset)
    wholeRows(sink, section, end)
  }

  /** `null` for locations that the header does not describe. */
  #table(section: RowSection, header: SnapshotHeader): RowTable | null {
    if (section === 'nodes') return (this.#nodes = new NodeTable(header, this.#byteLength))
    if (section === 'edges') {
      const nodes = this.#endOf.has('nodes') ? (this.#nodes?.count ?? 0) : Infinity
      return (this.#edges = new EdgeTable(header, this.#byteLength, nodes))
    }
    if (header.location === null) return null
    return (this.#locations = new LocationRows(header.location, header.node.width))
  }
}

function wholeRows(sink: RowSink, section: RowSection, offset: number): void {
  if (sink.missing === 0) return
  const message = `the last row of '${section}' lacks ${sink.missing} numbers at byte ${offset}`
  throw new SnapshotError('SNAPSHOT_CORRUPT', message, offset)
}

function missing(section: string, end: number): never {
  const message = `the section '${section}' is missing`
  throw new SnapshotError('SNAPSHOT_CORRUPT', message, end)
}
