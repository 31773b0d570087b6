// One reading of an isolate's memory, taken by the agent. Gauges are absolute; counters only rise.

/** Why a sample was taken. Only the two `gc` kinds are readings of the post-GC floor. */
export type SampleTrigger = 'gc-natural' | 'gc-asked' | 'interval'

/** What one unit of work is, from the most to the least telling. */
export type OperationKind = 'http request' | 'event-loop turn' | 'second'

/** One V8 heap space as `v8.getHeapSpaceStatistics()` names it. */
export interface HeapSpaceReading {
  readonly name: string
  readonly usedBytes: number
  readonly committedBytes: number
}

/** One reading. Times are milliseconds since the isolate's agent started, on a monotonic clock. */
export interface Sample {
  readonly atMs: number
  readonly trigger: SampleTrigger
  /** How long the collection that precedes this reading stopped the isolate; 0 for `interval`. */
  readonly gcPauseMs: number
  readonly spaces: readonly HeapSpaceReading[]
  /** Used bytes of every space but the young generation: what survived a mark-compact. */
  readonly oldGenerationBytes: number
  readonly heapUsedBytes: number
  /** What the old generation may grow to before V8 gives up. */
  readonly heapLimitBytes: number
  readonly externalBytes: number
  readonly arrayBufferBytes: number
  readonly rssBytes: number
  readonly mallocedBytes: number
  /** How late the event loop came to the agent's timer the last two times, at worst, ms; absent where it cannot be seen. */
  readonly loopDelayMs?: number
  /** Work done since the agent started, by the kinds that this process can count. */
  readonly operations: Readonly<Partial<Record<OperationKind, number>>>
  /** Active resources by libuv type, e.g. `{ Timeout: 12, TCPSocketWrap: 3 }`. */
  readonly resources: Readonly<Record<string, number>>
  /** Objects past the end that `watch(object, why)` declared; absent where the program watches none. */
  readonly overdueObjects?: number
}
