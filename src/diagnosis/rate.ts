// How fast one lead grows, per unit of work and per hour, and when the heap limit is reached at that pace.

import type { Rate } from '../protocol/index.ts'
import type { IsolateEvidence } from './evidence.ts'
import type { Lead, SnapshotEvidence } from './lead/lead.ts'
import { growingTrend } from './verdict/isolate-verdict.ts'
import type { PathGrowth } from './verdict/path-growth.ts'

/** The lead's own growth between the first and the last snapshot, over time and work. */
export function leadRate(
  lead: Lead,
  growth: PathGrowth,
  seen: { readonly evidence: IsolateEvidence; readonly snapshots: SnapshotEvidence },
): Rate {
  const { evidence, snapshots } = seen
  const hours = ((snapshots.atMs.at(-1) ?? 0) - (snapshots.atMs[0] ?? 0)) / 3_600_000
  const work = (snapshots.work.at(-1) ?? 0) - (snapshots.work[0] ?? 0)
  const trend = growingTrend(evidence)
  const room = evidence.heapLimitBytes - evidence.floorBytes
  const perHour = trend?.slopePerHour.value ?? 0
  return {
    bytesPerHour: hours > 0 ? growth.bytes / hours : 0,
    bytesPerOperation: work > 0 ? growth.bytes / work : 0,
    objectsPerOperation: work > 0 ? lead.grownCount / work : 0,
    operation: hours > 0 ? evidence.operation : 'round',
    limitReachedInMs:
      trend === evidence.floor && perHour > 0 && room > 0 ? (room / perHour) * 3_600_000 : null,
  }
}
