// What the thread that asks for a diff and the one that reads the snapshots say to one another.

import type { MessagePort } from 'node:worker_threads'
import type { ErrorCode } from '../../protocol/index.ts'
import type { CountedDiff } from './class-counts.ts'

export interface DiffTask {
  /** The two files, in order. */
  readonly before: string
  readonly after: string
  readonly port: MessagePort
  /** Two integers: 1 once the answer is in the port; and a count that rises while the thread works. */
  readonly progress: Int32Array
}

export type DiffAnswer =
  | { readonly ok: true; readonly diff: CountedDiff }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string }
