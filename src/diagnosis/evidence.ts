// All that is known of one isolate when the diagnosis is made, as plain data.

import type {
  FunctionRun,
  LiveSite,
  OperationKind,
  ResourceSite,
  SettleResult,
  StackFrame,
} from '../protocol/index.ts'
import type { SourceLine, SourcePosition } from '../protocol/index.ts'
import type { Trend } from '../series/index.ts'
import type { LiveFacts } from './causes/cause-rule.ts'
import type { RawPosition, SnapshotEvidence } from './lead/lead.ts'
import type { ScriptCode } from './source/script-code.ts'

/** Evidence of one isolate. Absent parts are `null`; nothing is guessed for them. */
export interface IsolateEvidence {
  readonly isolate: string
  /** Trend of the post-GC floor. */
  readonly floor: Trend | null
  /** Trend of array buffers and other external memory after collections. */
  readonly external: Trend | null
  readonly operation: OperationKind
  /** The last floor's time, milliseconds since the isolate started. */
  readonly lastAtMs: number
  readonly floorBytes: number
  readonly heapLimitBytes: number
  readonly snapshots: SnapshotEvidence | null
  /** The last reading of the sampling heap profile; empty when it never ran. */
  readonly sites: readonly LiveSite[]
  readonly facts: LiveFacts
  /** Active resources by type at the first and the last floor. */
  readonly resources: {
    readonly first: Readonly<Record<string, number>>
    readonly last: Readonly<Record<string, number>>
  }
  /** Creation stacks of resources of the suspected type; empty when the hook never ran. */
  readonly resourceSites: readonly ResourceSite[]
  /** Settle tests by the id of the lead's holder, or of its first example where the holder has none. */
  readonly settled: Readonly<Record<number, SettledLead>>
  /** Settle tests that the live process has not answered yet, by the same ids: until then their leads are not confirmed. */
  readonly settling: readonly number[]
  /** Which functions of the scripts on the leads' paths ran; empty where V8 was not asked. */
  readonly functionRuns: readonly FunctionRun[]
  /** Set when the event loop starved and the process was read from outside. */
  readonly starved: boolean
  /** What ran when it starved, innermost first, then who awaits it; empty where the loop turned. */
  readonly stack: readonly StackFrame[]
}

/** What became of a lead's marked objects. */
export interface SettledLead extends SettleResult {
  /** Share of what hung from the holder that had grown since the first snapshot, when it was marked. */
  readonly grownShare: number
}

/** A position in the author's source with what is around it. */
export interface PlacedPosition {
  readonly source: SourcePosition
  readonly package: string | null
  readonly excerpt: readonly SourceLine[]
}

/** Positions of generated code to the author's source; made beforehand by who can read files. */
export interface SourceLookup {
  place(position: RawPosition): PlacedPosition | null
  /** Where `name` is declared or first assigned in the script, by its text; `null` where it is not found. */
  declaration(script: string, name: string): PlacedPosition | null
  /**
   * The first line of the function that starts at `start` on which one of the patterns is found, in the order of the
   * patterns; `null` where there is none or the text cannot be read.
   */
  statement(start: RawPosition, patterns: readonly RegExp[]): PlacedPosition | null
  /** The same for a whole script. */
  search(script: string, patterns: readonly RegExp[]): PlacedPosition | null
  /** The generated script's text with its functions; `null` where it cannot be read or is too large. */
  code(script: string): ScriptCode | null
}
