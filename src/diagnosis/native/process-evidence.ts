// All that is known of one process beside its isolates when it is judged, as plain data.

import type { OperationKind, Verdict } from '../../protocol/index.ts'
import type { Trend } from '../../series/index.ts'
import type { MessageQueue } from '../lead/message-queues.ts'
import type { NativeOwners } from '../lead/native-owners.ts'

/** Chunks of one size that the C allocator has handed out, at each reading. */
export interface BlockSeries {
  /** Bytes of one chunk, with the allocator's own word. */
  readonly sizeBytes: number
  readonly counts: readonly number[]
}

/** An add-on that is loaded, with the package that it comes from. */
export interface AddOn {
  readonly file: string
  readonly package: string | null
}

export interface IsolateGrowth {
  readonly id: string
  readonly verdict: Verdict
  /** Bytes an hour by which its heap and the memory that hangs from it grow; 0 where they do not. */
  readonly bytesPerHour: number
  /** Active resources by type, first and last. */
  readonly resources: {
    readonly first: Readonly<Record<string, number>>
    readonly last: Readonly<Record<string, number>>
  }
  /** Ports in which messages wait, in the last snapshot. */
  readonly queues: readonly MessageQueue[]
  /** Objects that own native memory, of which more were made and kept between snapshots. */
  readonly owners: readonly NativeOwners[]
}

/** Evidence of one process. All columns have the length of `atMs`. */
export interface ProcessEvidence {
  readonly pid: number
  readonly operation: OperationKind
  readonly atMs: readonly number[]
  readonly work: readonly number[]
  readonly rssBytes: readonly number[]
  /** Native memory in use that V8 does not count, and what the allocator keeps free; empty where it is not known. */
  readonly nativeBytes: readonly number[]
  readonly nativeFreeBytes: readonly number[]
  readonly rss: Trend | null
  readonly native: Trend | null
  readonly nativeFree: Trend | null
  readonly blocks: readonly BlockSeries[]
  readonly addOns: readonly AddOn[]
  /** All isolates that the process has had, also those that are not judged. */
  readonly isolateCount: number
  readonly isolates: readonly IsolateGrowth[]
}
