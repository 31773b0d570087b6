// The report (`tidemark.report/1`): one plain object for text, HTML, Markdown, JSON and later the history.

import type { Death } from './death.ts'
import type { Detail, KnownCase, Remover, WhatIf } from './explanation.ts'
import type { GuardDecision } from './guard-decision.ts'
import type { ProcessReport } from './process-report.ts'
import type { OperationKind } from './sample.ts'

export const REPORT_SCHEMA = 'tidemark.report/1' as const

export const VERDICTS = ['leaking', 'suspect', 'bounded', 'stable', 'inconclusive'] as const
export type Verdict = (typeof VERDICTS)[number]

export const CAUSES = [
  'event-listener',
  'event-target-listener',
  'timer',
  'collection',
  'closure',
  'promise',
  'async-context',
  'stream-buffer',
  'handle',
  'connection',
  'worker',
  'buffer-slice',
  'array-buffer',
  'string-slice',
  'module-cache',
  'code',
  'recursion',
  'weak-misuse',
  'detached-context',
  'native',
  'fragmentation',
  'backlog',
  'unknown',
] as const
export type Cause = (typeof CAUSES)[number]

export type Where = 'heap' | 'off-heap' | 'native' | 'handles' | 'code'

/** A position in the author's source, 1-based; relative to the working directory where it lies below it. */
export interface SourcePosition {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A step of the retaining path, from the GC root down. */
export interface PathStep {
  readonly edge: 'context' | 'element' | 'property' | 'internal' | 'hidden' | 'shortcut' | 'weak'
  /** Property, variable or internal slot; array indexes and Map keys are written `[…]`. */
  readonly name: string
  /** Class of the object that this edge leads to, as shown, e.g. `Map`, `closure put`, `async function register`. */
  readonly to: string
  readonly status: 'expected' | 'stuck' | 'unknown'
  /** Why the status is what it is; at most a dozen words. */
  readonly because: string | null
  readonly source: SourcePosition | null
  /** How often this step and the `foldedSteps - 1` before it repeat on the real path; 1 where nothing is folded. */
  readonly repeats: number
  readonly foldedSteps: number
}

export interface AllocationSite {
  readonly function: string
  readonly file: string
  readonly line: number
  readonly column: number
  /** `name@version` of the package that the file belongs to; `null` for the program's own code. */
  readonly package: string | null
  /** Share of the surviving sampled bytes, 0 to 1; `null` where only the text of the source says so. */
  readonly share: number | null
  /** Lines around the position, for reports that show source; empty where the file cannot be read. */
  readonly excerpt: readonly SourceLine[]
}

export interface SourceLine {
  readonly line: number
  readonly text: string
  readonly marked: boolean
}

export type WitnessKind =
  | 'trend'
  | 'path-growth'
  | 'survivors'
  | 'settle-test'
  | 'resources'
  | 'reachability'
  | 'end-of-life'

export interface Evidence {
  readonly kind: WitnessKind
  /** `true` speaks for a leak, `false` against it. */
  readonly supports: boolean
  readonly says: string
}

export interface Holder {
  /** A phrase, e.g. `variable sessions of module src/session/store.ts`. */
  readonly description: string
  readonly name: string
  readonly className: string
  readonly package: string | null
  readonly source: SourcePosition | null
  readonly excerpt: readonly SourceLine[]
}

export interface Rate {
  readonly bytesPerHour: number
  readonly bytesPerOperation: number
  readonly objectsPerOperation: number
  readonly operation: OperationKind | 'round'
  /** Milliseconds until the heap limit at this rate; `null` where it cannot be said. */
  readonly limitReachedInMs: number | null
}

export interface GrownGroup {
  readonly className: string
  readonly objects: number
  readonly shallowBytes: number
  readonly retainedBytes: number
  /** Bytes that nothing else holds: what cutting the faulty reference frees for sure. */
  readonly exclusiveBytes: number
  /** What the growth consists of, biggest first. */
  readonly composition: readonly {
    readonly className: string
    readonly objects: number
    readonly bytes: number
  }[]
}

export interface Finding {
  readonly fingerprint: string
  readonly status: 'confirmed' | 'suspect'
  readonly cause: Cause
  readonly where: Where
  /** Id of the isolate, see `IsolateReport`; further isolates with the same fingerprint follow in `alsoIn`. */
  readonly isolate: string
  readonly alsoIn: readonly string[]
  readonly title: string
  readonly grows: GrownGroup
  readonly rate: Rate
  readonly holder: Holder
  readonly path: readonly PathStep[]
  /** Index into `path` of the faulty reference: the step to cut; `null` where it is not known. */
  readonly faultyStep: number | null
  readonly addedBy: readonly AllocationSite[]
  readonly evidence: readonly Evidence[]
  readonly advice: { readonly text: string; readonly docs: string }
  /** What would change our mind, one sentence each. */
  readonly falsifiers: readonly string[]
  readonly known: KnownCase | null
  /** What else is known of it, in the order to show: interval, event, buffered bytes. */
  readonly details: readonly Detail[]
  /** Functions that would take away what piles up, those that never ran first; empty where none was found. */
  readonly removers: readonly Remover[]
  /** `null` without a snapshot. */
  readonly whatIf: WhatIf | null
}

/** Growth that levels off, with its ceiling. */
export interface BoundedGrowth {
  readonly isolate: string
  readonly title: string
  readonly ceilingBytes: number | null
  readonly ceilingLowBytes: number | null
  readonly ceilingHighBytes: number | null
  readonly says: string
}

export interface TrendReport {
  readonly series: 'post-GC floor' | 'external memory' | 'RSS'
  readonly shape: 'growing' | 'saturating' | 'flat' | 'falling' | 'undecided'
  readonly by: OperationKind
  readonly bytesPerOperation: number
  readonly bytesPerHour: number
  readonly lowBytesPerHour: number
  readonly highBytesPerHour: number
  /** Evidence of growth as an e-value; 20 is the usual bar, it may be read at any time. */
  readonly eValue: number
  /** Chance of a false alarm that this verdict was given with. */
  readonly alpha: number
  readonly warmUpEndsAtMs: number
  readonly points: number
  readonly ceilingBytes: number | null
  readonly needs: { readonly minutes: number; readonly collections: number } | null
  readonly says: string
}

/** Columns over time for the chart; all arrays have the length of `atMs`. */
export interface MemoryColumns {
  readonly atMs: readonly number[]
  readonly trigger: readonly ('gc-natural' | 'gc-asked' | 'interval')[]
  readonly operations: readonly number[]
  readonly rssBytes: readonly number[]
  readonly externalBytes: readonly number[]
  readonly arrayBufferBytes: readonly number[]
  readonly floorBytes: readonly (number | null)[]
  readonly spaces: Readonly<Record<string, readonly number[]>>
}

export interface IsolateReport {
  /** `pid/threadId`. */
  readonly id: string
  readonly pid: number
  readonly threadId: number
  readonly role: 'main' | 'worker' | 'child' | 'cluster-worker' | 'file'
  readonly entry: string | null
  readonly verdict: Verdict
  readonly says: string
  readonly trend: TrendReport | null
  readonly memory: MemoryColumns
  readonly resources: {
    readonly first: Readonly<Record<string, number>>
    readonly last: Readonly<Record<string, number>>
  }
  /** Classes that grew between the first and the last snapshot, biggest first; empty without snapshots. */
  readonly grew: readonly GrownClass[]
}

export interface GrownClass {
  readonly className: string
  readonly source: SourcePosition | null
  readonly objects: readonly number[]
  readonly shallowBytes: readonly number[]
}

/** What watching cost the program: asked-for collections and snapshots, and how long it stood still. */
export interface Intrusion {
  readonly collections: number
  readonly collectionPauseMs: number
  readonly longestCollectionMs: number
  readonly snapshots: readonly {
    readonly isolate: string
    readonly atMs: number
    readonly pauseMs: number
    readonly bytes: number
    readonly way: 'fork' | 'in-process'
  }[]
  /** What was decided before each snapshot that was wanted, each change once. */
  readonly decisions: readonly GuardDecision[]
  readonly samplingMs: number
  readonly samplingIntervalBytes: number
  /** How long it stood still while single objects were looked up, ms. */
  readonly lookupPauseMs: number
  /** Types whose creation a hook watched, how many stacks were taken and the time spent on that; `null` without. */
  readonly resourceStacks: {
    readonly types: readonly string[]
    readonly looked: number
    readonly costMs: number
  } | null
  /** What was allowed: pauses up to this share of the running time, 0 to 1, beyond the allowance in ms. */
  readonly budgetShare: number
  readonly budgetAllowanceMs: number
}

export interface TargetReport {
  readonly kind: 'node' | 'snapshot' | 'recording' | 'unknown'
  readonly command: readonly string[]
  readonly pid: number | null
  readonly runtime: { readonly name: 'node' | 'unknown'; readonly version: string | null }
  readonly durationMs: number
  readonly exit: { readonly code: number | null; readonly signal: string | null } | null
  /** Whether Tidemark ended the program: its time was over, or its load. */
  readonly endedByUs: boolean
}

export interface Report {
  readonly schema: typeof REPORT_SCHEMA
  readonly version: string
  readonly createdAt: string
  readonly partial: boolean
  readonly target: TargetReport
  readonly verdict: Verdict
  /** When the evidence sufficed for this verdict and never changed it again, ms since the start; `null` for files. */
  readonly verdictAtMs: number | null
  readonly summary: string
  readonly isolates: readonly IsolateReport[]
  /** Processes whose memory could be split; empty for files and where the system does not tell. */
  readonly processes: readonly ProcessReport[]
  /** Processes and threads that died of memory; absent where none did. */
  readonly deaths?: readonly Death[]
  readonly findings: readonly Finding[]
  readonly bounded: readonly BoundedGrowth[]
  /** Everything else the reader should know, one sentence each: limits hit, starvation, what was not looked at. */
  readonly notes: readonly string[]
  readonly intrusion: Intrusion | null
  /** Share of the findings that is expected to be false, 0 to 1 (false discovery rate); `null` without a test. */
  readonly falseDiscoveryRate: number | null
}
