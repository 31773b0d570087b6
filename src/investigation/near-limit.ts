// A heap that nears its limit is left to V8: it collects often enough there by itself, and a program whose collections bring
// little and take most of its time is ended before it reaches the limit. Ours would count.

import type { Sample } from '../protocol/index.ts'

const NEAR_SHARE = 0.85
/** A heap that lives on near its limit is still looked at: so long after anybody's last collection, ms and pauses of it. */
const PATIENCE_MS = 3000
const PATIENCE_PAUSES = 20

/** Whether asked-for collections and lookups have to wait; of the samples the last few are read. */
export function isNearLimit(samples: readonly Sample[]): boolean {
  const last = samples.findLast((sample) => sample.trigger !== 'interval')
  const now = samples.at(-1)
  if (last === undefined || now === undefined) return false
  if (last.oldGenerationBytes < NEAR_SHARE * last.heapLimitBytes) return false
  return now.atMs - last.atMs < Math.max(PATIENCE_MS, PATIENCE_PAUSES * last.gcPauseMs)
}
