// Where long loops pause to look: has somebody cancelled, is it time to say how far the work is? Loops call
// it once every 2^17 steps or so, so that it costs nothing.

import { SnapshotError } from '../format/snapshot-error.ts'
import type { WorkOptions } from './heap-graph.ts'

/** Loops test `(step & CHECKPOINT_MASK) === 0`. */
export const CHECKPOINT_MASK: number = 0x1ffff

const MILLISECONDS_BETWEEN_REPORTS = 250

/** Throws `CANCELLED` where the signal says so; else reports `share` (0 to 1), at most four times a second. */
export type Checkpoint = (share: number) => void

/**
 * A checkpoint for one function's work. Work that is a part of a larger one reports only the part
 * `from` … `to` of the whole.
 */
export function checkpoint(options: WorkOptions, from: number = 0, to: number = 1): Checkpoint {
  const { signal, onProgress } = options
  let reportedAt = 0
  return (share) => {
    if (signal?.aborted) throw new SnapshotError('CANCELLED', 'the work was cancelled')
    if (onProgress === undefined) return
    const at = Date.now()
    if (at - reportedAt < MILLISECONDS_BETWEEN_REPORTS) return
    reportedAt = at
    onProgress(Math.min(1, Math.max(0, from + share * (to - from))))
  }
}
