// What the main thread and the analysis worker say to one another.

import type { SnapshotEvidence } from '../diagnosis/index.ts'
import type { Failure } from './failure-of.ts'
import type { HeapProfile } from './profiles/heap-profile.ts'

export interface SnapshotFile {
  readonly isolate: string
  readonly path: string
  /** When it was taken and the work done by then; 0, 1, 2 for files without a run. */
  readonly atMs: number
  readonly work: number
  /** Keeps the file: it is the user's own. */
  readonly keep?: boolean
  /** Its objects have numbers of their own, which mean nothing in any other snapshot nor in the process. */
  readonly ownIds?: boolean
  /** The only file: suspects are looked for in it alone. */
  readonly alone?: boolean
}

export interface AnalysisRequest {
  readonly type: 'analyse'
  readonly id: number
  readonly file: SnapshotFile
}

export type AnalysisReply =
  | { readonly type: 'progress'; readonly share: number }
  | {
      readonly type: 'evidence'
      readonly id: number
      readonly evidence: SnapshotEvidence
      /** Sections of the file that nothing was made of. */
      readonly unused: readonly string[]
    }
  | { readonly type: 'profile'; readonly id: number; readonly profile: HeapProfile }
  | ({ readonly type: 'failed'; readonly id: number } & Failure)
