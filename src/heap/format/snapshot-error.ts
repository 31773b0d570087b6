// The one error of this layer: what is wrong with a snapshot, where in the file, and what to do next.

export type SnapshotErrorCode =
  | 'SNAPSHOT_EMPTY'
  | 'SNAPSHOT_NOT_A_SNAPSHOT'
  | 'SNAPSHOT_TRUNCATED'
  | 'SNAPSHOT_CORRUPT'
  | 'SNAPSHOT_TOO_LARGE'
  | 'CANCELLED'

/** What to do next where the thrower knows nothing better, one sentence a code. */
const HINTS: Readonly<Record<SnapshotErrorCode, string>> = {
  SNAPSHOT_EMPTY: 'Take the snapshot again; the process may have run out of memory or disk space.',
  SNAPSHOT_NOT_A_SNAPSHOT: 'Pass a file that v8.writeHeapSnapshot() or DevTools wrote.',
  SNAPSHOT_TRUNCATED: 'Take the snapshot again and let the process finish writing it.',
  SNAPSHOT_CORRUPT: 'Copy or take the snapshot again; the file has been damaged or edited.',
  SNAPSHOT_TOO_LARGE: 'Take the snapshot of a smaller heap.',
  CANCELLED: 'Start the analysis again.',
}

/** A snapshot that cannot be read, or work that was cancelled. */
export class SnapshotError extends Error {
  readonly code: SnapshotErrorCode
  /** Byte offset in the uncompressed text; 0 where the work was not reading. */
  readonly offset: number
  /** One sentence. */
  readonly hint: string

  constructor(code: SnapshotErrorCode, message: string, offset: number = 0, hint?: string) {
    super(message)
    this.name = 'SnapshotError'
    this.code = code
    this.offset = offset
    this.hint = hint ?? HINTS[code]
  }
}
