// What each section of a snapshot is redacted by, and what it must have seen before.

import { LEFT_BRACKET, RIGHT_BRACKET } from '../format/ascii.ts'
import { IntegerArrayReader } from '../format/integer-array-reader.ts'
import { RowSink } from '../format/row-sink.ts'
import type { RowTable } from '../format/row-sink.ts'
import type { SectionReader } from '../format/section-reader.ts'
import { SnapshotError } from '../format/snapshot-error.ts'
import { snapshotHeader } from '../format/snapshot-header.ts'
import type { SnapshotHeader } from '../format/snapshot-header.ts'
import { ValueSkipper } from '../format/value-skipper.ts'
import type { ByteWriter } from './byte-writer.ts'
import { EdgePass } from './edge-pass.ts'
import { headerText } from './header-text.ts'
import type { HeaderText } from './header-text.ts'
import { NodePass, isName } from './node-pass.ts'
import { NestedNumbers, RowCopy } from './number-pass.ts'
import { redactedKind } from './redacted-token.ts'
import { SipHash } from './sip-hash.ts'
import { StringPass } from './string-pass.ts'
import type { PassedString } from './string-pass.ts'
import { shownString } from './string-rule.ts'
import type { KeptNames } from './string-rule.ts'
import { StringUses, USE_CODE, USE_VARIABLE } from './string-uses.ts'

export interface RedactorOptions {
  /** 16 bytes from a cryptographic source, used for the files of one series and then forgotten. */
  readonly key: Uint8Array
  /** `written` where not given. */
  readonly names?: KeptNames
  /** Take what stands for redacted strings as it is: for files that are redacted already, to check them. */
  readonly acceptTokens?: boolean
}

/** What a redaction did; of a file that was redacted before, with `acceptTokens`, all but the first two are 0. */
export interface RedactionCounts {
  readonly strings: number
  /** Strings of the output that say nothing but length, encoding and hash. */
  readonly redacted: number
  /** Strings that the output has otherwise than the input. */
  readonly changed: number
  /** Indexes of sparse arrays. */
  readonly renumbered: number
  /** Sections and parts of the header that were left out. */
  readonly leftOut: number
}

const MOST_HEADER_BYTES = 1 << 20
/** By section of plain rows: the list of its columns, and which of them are names of what. */
const ROWS: Readonly<Record<string, { readonly list: string; readonly uses: ColumnUses }>> = {
  trace_function_infos: {
    list: 'trace_function_info_fields',
    uses: { name: USE_CODE, script_name: USE_CODE },
  },
  samples: { list: 'sample_fields', uses: {} },
  locations: { list: 'location_fields', uses: {} },
  scopes: { list: 'scope_fields', uses: {} },
  scope_context_vars: { list: 'scope_context_var_fields', uses: { name: USE_VARIABLE } },
  scope_uses: { list: 'scope_use_fields', uses: {} },
}
type ColumnUses = Readonly<Record<string, number>>
const ORDER = [
  'snapshot',
  'nodes',
  'edges',
  'trace_function_infos',
  'trace_tree',
  'samples',
  'locations',
  'scopes',
  'scope_context_vars',
  'scope_uses',
  'strings',
]

export class RedactedSections {
  readonly #options: RedactorOptions
  readonly #out: ByteWriter
  readonly #uses: StringUses = new StringUses()
  #header: SnapshotHeader | null = null
  #fields: HeaderText['fields'] = () => []
  #nodes: NodePass | null = null
  #edges: EdgePass | null = null
  #strings: StringPass | null = null
  /** Place in `ORDER` of the last section that was opened. */
  #last = -1
  #redacted = 0
  #changed = 0
  #leftOut = 0
  #finish: (offset: number) => void = () => {}

  constructor(options: RedactorOptions, out: ByteWriter) {
    this.#options = options
    this.#out = out
  }

  /** The reader of the section `key`, whose value begins after `offset`. */
  open(key: string, offset: number): SectionReader {
    const place = ORDER.indexOf(key)
    if (place < 0 || this.#lacksColumns(key)) return this.#leaveOut()
    this.#inOrder(place, offset)
    this.#out.ascii(`${place === 0 ? '{' : ',\n'}"${key}":`)
    if (key === 'snapshot') return this.#openHeader(offset)
    const header = this.#header ?? missing('snapshot', offset)
    if (key === 'trace_tree') return new NestedNumbers(this.#out)
    if (key === 'strings') return this.#openStrings()
    return this.#openRows(this.#table(key, header), key)
  }

  /** Ends a section; `offset` is the byte after it. */
  close(_key: string, offset: number): void {
    this.#finish(offset)
    this.#finish = () => {}
  }

  finish(end: number): RedactionCounts {
    if (this.#strings === null) missing('strings', end)
    this.#out.ascii('}\n')
    return {
      strings: this.#strings.count,
      redacted: this.#redacted,
      changed: this.#changed,
      renumbered: this.#edges?.renumbered ?? 0,
      leftOut: this.#leftOut,
    }
  }

  /** The uses of strings are known only where nodes and edges have come before. */
  #inOrder(place: number, offset: number): void {
    const needed = ORDER[place] === 'strings' ? this.#edges !== null : true
    if (place > this.#last && needed) {
      this.#last = place
      return
    }
    const message = `the section '${ORDER[place]}' stands where V8 does not write it (byte ${offset})`
    const hint =
      'A file that another tool has written cannot be redacted in one pass: take the snapshot again.'
    throw new SnapshotError('SNAPSHOT_CORRUPT', message, offset, hint)
  }

  #leaveOut(): SectionReader {
    this.#leftOut++
    return new ValueSkipper()
  }

  #openHeader(offset: number): SectionReader {
    const reader = new ValueSkipper(MOST_HEADER_BYTES)
    this.#finish = () => {
      const source = reader.text()
      this.#header = snapshotHeader(source, offset)
      const { text, cut, fields } = headerText(source)
      this.#fields = fields
      if (cut) this.#leftOut++
      this.#out.ascii(text)
    }
    return reader
  }

  #table(key: string, header: SnapshotHeader): RowTable {
    if (key === 'nodes') return (this.#nodes = new NodePass(header, this.#uses, this.#out))
    if (key === 'edges') {
      const nodes = this.#nodes ?? missing('nodes', 0)
      return (this.#edges = new EdgePass(header, nodes, this.#uses, this.#out))
    }
    const { list, uses } = ROWS[key] ?? { list: '', uses: {} }
    const fields = this.#fields(list)
    return new RowCopy(fields.length, this.#out, (values, from) => {
      for (const [column, use] of Object.entries(uses)) {
        const at = fields.indexOf(column)
        if (at >= 0) this.#noteName(values[from + at], use)
      }
    })
  }

  /** A section of rows whose columns the header does not name. */
  #lacksColumns(key: string): boolean {
    const rows = ROWS[key]
    return rows !== undefined && this.#header !== null && this.#fields(rows.list).length === 0
  }

  #noteName(name: number, use: number): void {
    const rows = (this.#nodes?.count ?? 0) + (this.#edges?.count ?? 0)
    if (isName(name, rows)) this.#uses.add(name, use)
  }

  #openRows(table: RowTable, key: string): SectionReader {
    const sink = new RowSink(table)
    this.#out.byte(LEFT_BRACKET)
    this.#finish = (offset) => {
      if (sink.missing > 0) {
        throw corrupt(`the last row of '${key}' lacks ${sink.missing} numbers`, offset)
      }
      const unseen = key === 'edges' ? (this.#edges?.finish() ?? 0) : 0
      if (unseen > 0) throw corrupt(`the nodes have ${unseen} edges more than 'edges' has`, offset)
      this.#out.byte(RIGHT_BRACKET)
    }
    return new IntegerArrayReader(sink)
  }

  #openStrings(): SectionReader {
    const hash = new SipHash(this.#options.key)
    return (this.#strings = new StringPass((string) => this.#rewrite(string), hash, this.#out))
  }

  #rewrite(string: PassedString): string {
    const { names = 'written', acceptTokens = false } = this.#options
    if (acceptTokens && redactedKind(string.text) !== null) {
      this.#redacted++
      return string.text
    }
    const shown = shownString(string, this.#uses.of(string.index), names)
    if (shown === string.text && string.whole) return shown
    this.#changed++
    if (redactedKind(shown) !== null) this.#redacted++
    return shown
  }
}

function corrupt(why: string, offset: number): SnapshotError {
  return new SnapshotError('SNAPSHOT_CORRUPT', `${why} (byte ${offset})`, offset)
}

function missing(section: string, offset: number): never {
  throw corrupt(`the section '${section}' is missing`, offset)
}
