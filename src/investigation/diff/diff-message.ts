// What the command and the thread that compares two snapshots say to one another.

import type { SnapshotDiff } from '../../diagnosis/index.ts'
import type { Failure } from '../failure-of.ts'

export interface DiffTask {
  /** `-` is stdin. */
  readonly files: readonly [string, string]
}

export type DiffReply =
  | { readonly type: 'progress'; readonly file: string; readonly share: number }
  | { readonly type: 'diff'; readonly diff: SnapshotDiff; readonly unused: readonly string[] }
  | ({ readonly type: 'failed' } & Failure)
