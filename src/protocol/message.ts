// What the agent and Tidemark say to one another: one JSON object a line over a private local socket.
// The agent opens the connection; Tidemark commands, the agent answers each command exactly once.

import type { Sample } from './sample.ts'

/** Environment variable that carries the socket's path to the agent. */
export const SOCKET_VARIABLE: string = 'TIDEMARK_SOCKET'

/** Environment variables that keep Tidemark out: a flag, and a file that does so where it exists. */
export const DISABLE_VARIABLE: string = 'TIDEMARK_DISABLE'
export const DISABLE_FILE_VARIABLE: string = 'TIDEMARK_DISABLE_FILE'

/** Version of this protocol; the two sides refuse one another when it differs. */
export const PROTOCOL_VERSION: number = 1

/** First message of every isolate. */
export interface Hello {
  readonly type: 'hello'
  readonly protocol: number
  readonly pid: number
  readonly parentPid: number
  /** 0 for the main thread. */
  readonly threadId: number
  readonly role: 'main' | 'worker' | 'child' | 'cluster-worker'
  /** Entry file as the process was given it, or `null` (`node -e`, REPL). */
  readonly entry: string | null
  readonly argv: readonly string[]
  readonly cwd: string
  readonly nodeVersion: string
  readonly v8Version: string
  /** Whether the program itself listens to SIGUSR1, which then must not be sent. */
  readonly ownsSigusr1: boolean
  /** What the agent found when it started. */
  readonly memory?: { readonly heapLimitBytes: number; readonly rssBytes: number }
  /** Threads that this isolate started and that have run for some seconds; absent where there are none. */
  readonly workers?: readonly number[]
  /** Threads that this isolate started and that ended because their heap was full; absent where there are none. */
  readonly exhausted?: readonly number[]
}

/** Sent after each mark-compact and once an interval. Never answered. */
export interface SampleMessage {
  readonly type: 'sample'
  readonly sample: Sample
}

/** Sent synchronously where the isolate ends by itself, or its agent is switched off; absent after a crash or SIGKILL. */
export interface Bye {
  readonly type: 'bye'
  readonly exitCode: number | null
  readonly uncaught: string | null
  /** The signal by which the user took the agent out, where that was it: the program goes on. */
  readonly switchedOffBy?: string
}

/** A commanded collection: the floor right after it. `null` when `--no-gc` or V8 forbids it. */
export interface GcResult {
  readonly sample: Sample | null
  /** Whether the event loop was idle when it ran. */
  readonly quiet: boolean
}

/** A frame of an allocation stack, innermost first; positions 1-based, as generated (before source maps). */
export interface StackFrame {
  readonly function: string
  readonly url: string
  readonly line: number
  readonly column: number
}

/** Of the bytes of a site that were alive at an earlier reading, how many still are. */
export interface SiteCohort {
  readonly bytes: number
  readonly aliveBytes: number
  /** How many samples `bytes` was estimated from. */
  readonly samples: number
  /** How long ago that reading was, ms. */
  readonly ageMs: number
}

/** Sampled allocations that are still alive, by stack. */
export interface LiveSite {
  readonly stack: readonly StackFrame[]
  /** Estimated live bytes allocated on this stack since sampling began. */
  readonly liveBytes: number
  readonly liveSamples: number
  /** Of `liveBytes`, those allocated before the previous reading of the profile: survivors. */
  readonly survivorBytes: number
  /** What became of the site's allocations of a few earlier readings, oldest first; absent where there were none. */
  readonly cohorts?: readonly SiteCohort[]
}

export interface SamplingResult {
  readonly sites: readonly LiveSite[]
  readonly intervalBytes: number
  readonly sinceMs: number
}

/**
 * Who writes a snapshot: a forked copy of the process, beside which the program goes on, or the process itself. `auto` is
 * the copy where that works, else the process itself.
 */
export type SnapshotWay = 'auto' | 'fork' | 'in-process'

export interface SnapshotRequest {
  readonly directory: string
  readonly way: SnapshotWay
  /**
   * Whether V8 shall number the objects in the process itself before it is forked, so that they have the same numbers in
   * later snapshots and can be looked up; it costs a walk over the heap. A snapshot in the process always does.
   */
  readonly keepIds: boolean
}

export interface SnapshotResult {
  /** Final name; mode 0600, in the directory that the command named. */
  readonly path: string
  readonly bytes: number
  /** How long the isolate stood still, all tries together. */
  readonly pauseMs: number
  readonly way: Exclude<SnapshotWay, 'auto'>
  /** Forks and snapshots in the process that it took, 1 to 3. */
  readonly tries: number
  /** Why there was no fork, or none that wrote the file, where one was asked for; else `null`. */
  readonly fallback: string | null
  readonly atMs: number
  readonly operations: Sample['operations']
}

/** Which ways to a snapshot this isolate has; costs next to nothing. */
export interface SnapshotWaysResult {
  /** `null` where the process can be forked, else why not. */
  readonly fork: string | null
  readonly rssBytes: number
}

/** The source maps that the process itself knows (loaders, `--enable-source-maps`), by generated URL. */
export interface SourceMapsResult {
  readonly maps: Readonly<Record<string, unknown>>
}

/** All Buffers and typed arrays of the isolate: what they show against what they pin. Numbers only. */
export interface BufferCensusResult {
  readonly views: number
  /** Bytes that the views show, overlaps counted once a view. */
  readonly wantedBytes: number
  /** Bytes of the array buffers behind them, each counted once. */
  readonly pinnedBytes: number
  /** Views that show less than a quarter of their array buffer, which no other view shows fully. */
  readonly slices: number
}

/** Created resources of the asked-for types that are still alive, by the stack that created them. */
export interface ResourceSite {
  /** As async_hooks names it, e.g. `Timeout`, `TCPWRAP`. */
  readonly type: string
  readonly stack: readonly StackFrame[]
  /** Counted since the hook was switched on; only every so many creations are looked at. */
  readonly created: number
  readonly alive: number
}

/** Of objects marked through weak references, how many outlived forced collections with turns of the loop between. */
export interface SettleResult {
  readonly marked: number
  readonly alive: number
  readonly waitedMs: number
}

/** A field of a live object that may be shown: numbers, flags, and where a function stands. Never text. */
export type FieldValue = number | boolean | { readonly function: string; readonly at: StackFrame }

/** Objects marked for a settle test. */
export interface SettleStart {
  readonly marked: number
  /** How many objects were looked up, at most 4, and how long that stopped the isolate. */
  readonly lookups: number
  readonly pauseMs: number
}

/** Settle tests by the number that `settle-start` gave them, after two forced collections. */
export interface SettleReading {
  readonly tests: Readonly<Record<number, SettleResult>>
}

/** Which objects were found, and what of the asked-for fields may be shown. */
export interface FieldsResult {
  readonly fields: Readonly<Record<number, Readonly<Record<string, FieldValue>>>>
  /** How long finding them stopped the isolate. */
  readonly pauseMs: number
}

export interface ResourceStacksResult {
  readonly sites: readonly ResourceSite[]
  /** Creations whose stack was taken. */
  readonly looked: number
  /** Time spent in the hook since it was switched on. */
  readonly costMs: number
}

export interface FunctionRunsResult {
  readonly runs: readonly FunctionRun[]
  readonly pauseMs: number
}

/** Whether a function of a script has run, by V8's own counters; offsets are in the script's text. */
export interface FunctionRun {
  readonly url: string
  readonly name: string
  readonly startOffset: number
  readonly endOffset: number
  readonly ran: boolean
}

/** Every command and its result. */
export interface CommandTable {
  gc: { params: { maxWaitMs: number }; result: GcResult }
  'sampling-start': { params: { intervalBytes: number }; result: Record<string, never> }
  'sampling-read': { params: Record<string, never>; result: SamplingResult }
  'sampling-stop': { params: Record<string, never>; result: SamplingResult }
  snapshot: { params: SnapshotRequest; result: SnapshotResult }
  'snapshot-ways': { params: Record<string, never>; result: SnapshotWaysResult }
  'source-maps': { params: { urls: readonly string[] }; result: SourceMapsResult }
  /** Stops the isolate for the time of one walk over its heap, well under a second. */
  'buffer-census': { params: Record<string, never>; result: BufferCensusResult }
  /**
   * Marks objects through weak references, and holds on to nothing: up to 64 entries of the holder spread over it, or
   * the examples and what is linked with them. Each heap object id costs a walk over the heap; at most 4 are looked up.
   */
  'settle-start': {
    params: {
      readonly test: number
      readonly holderId: number
      readonly exampleIds: readonly number[]
    }
    result: SettleStart
  }
  /** Two forced collections with turns of the event loop between, then counts. The marks stay for a later reading. */
  'settle-read': { params: Record<string, never>; result: SettleReading }
  /** Fields of objects by heap object id, at most 4 of them; runs no code of the program. */
  'read-fields': {
    params: { readonly objectIds: readonly number[]; readonly fields: readonly string[] }
    result: FieldsResult
  }
  /** Takes the stack of every so many creations of resources of these types, by `async_hooks`, until stopped. */
  'resource-stacks-start': {
    params: {
      readonly types: readonly string[]
      readonly everyNth: number
      readonly maximum: number
    }
    result: Record<string, never>
  }
  /** Collects first, so that only live resources count. */
  'resource-stacks-read': { params: Record<string, never>; result: ResourceStacksResult }
  'resource-stacks-stop': { params: Record<string, never>; result: ResourceStacksResult }
  /** Functions of these scripts that are known to have run, and those that are known not to have. */
  'function-runs': { params: { readonly urls: readonly string[] }; result: FunctionRunsResult }
  /** Restores everything the agent changed; it stays silent from then on. */
  stop: { params: Record<string, never>; result: Record<string, never> }
}

export type CommandName = keyof CommandTable

export interface Command<K extends CommandName = CommandName> {
  readonly type: 'command'
  readonly id: number
  readonly name: K
  readonly params: CommandTable[K]['params']
}

export interface CommandResult {
  readonly type: 'result'
  readonly id: number
  readonly ok: boolean
  readonly result?: unknown
  readonly error?: { readonly code: string; readonly message: string }
}

/** Sent, synchronously, each time the heap has come a good deal nearer to its limit. Never answered. */
export interface NearLimit {
  readonly type: 'near-limit'
  readonly atMs: number
  /** Bytes of the old generation and what it may grow to. */
  readonly usedBytes: number
  readonly limitBytes: number
  /** What is alive of the sampled allocations. */
  readonly sampling: SamplingResult
}

export type AgentMessage = Hello | SampleMessage | Bye | NearLimit | CommandResult
