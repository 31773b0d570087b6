// How a program died of memory: by V8's own limit, by a limit around the process, or by the kernel.

import type { AllocationSite, SourcePosition } from './report.ts'

export const DEATH_KINDS = [
  'heap-limit',
  'worker-heap-limit',
  'memory-refused',
  'killed-at-limit',
  'killed-by-machine',
] as const
/**
 * What ended it: V8's heap limit, in the main thread or in a worker; a limit (`ulimit`) at which the system refused further
 * memory; the kernel, at the limit of a container, or because the machine had no memory left.
 */
export type DeathKind = (typeof DEATH_KINDS)[number]

/** A process or a worker thread that died of memory. */
export interface Death {
  readonly kind: DeathKind
  /** `pid/threadId`. */
  readonly isolate: string
  /** Whether the system or Node said so; else it is concluded from the way it ended and the memory shortly before. */
  readonly certain: boolean
  /** Since the isolate started, ms. */
  readonly afterMs: number
  readonly limitBytes: number | null
  /** The last that was seen of what the limit counts. */
  readonly usedBytes: number
  /** Whether the memory came within one turn of the event loop: nothing could be asked meanwhile. */
  readonly inOneTurn: boolean
  readonly says: string
  /** What was alive of the sampled allocations near the end, by the line that made it; empty where none was sampled. */
  readonly filledBy: readonly AllocationSite[]
  /** What held most of what the snapshots show, most first; empty without one. */
  readonly heldBy: readonly DeathHolder[]
}

/** Who held memory at the end. No accusation: a data set that does not fit has a holder, too. */
export interface DeathHolder {
  readonly description: string
  readonly name: string
  readonly source: SourcePosition | null
  readonly bytes: number
  /** Whether that is what it had grown by between the first snapshot and the last; else all that it held in the only one. */
  readonly isGrowth: boolean
}
