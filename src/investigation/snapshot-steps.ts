// A snapshot leaves traces in the heap that it shows: V8 keeps tables for it, and drops code and caches on the way.
// The floor steps up by some hundred kilobytes, which is our doing and not the program's growth.

import type { SeriesPoint } from '../series/index.ts'

/** When a snapshot stopped the program, ms. */
export interface SnapshotPause {
  readonly atMs: number
  readonly pauseMs: number
}

/** A snapshot's own collections are read a little before and after it, ms. */
const BEFORE_MS = 50
const AFTER_MS = 300
/** Points before a snapshot that say at which pace the series rose anyway. */
const PACE_POINTS = 6

/**
 * The points with each upward step over a snapshot taken out, beyond what the series would have risen meanwhile at its
 * pace before. Readings in between stay below the one before. Only growth is ever taken away. O(points × snapshots).
 */
export function withoutSnapshotSteps(
  points: readonly SeriesPoint[],
  snapshots: readonly SnapshotPause[],
): SeriesPoint[] {
  let joined = [...points]
  for (const snapshot of snapshots) {
    const before = joined.findLastIndex((point) => point.atMs < snapshot.atMs - BEFORE_MS)
    const after = joined.findIndex(
      (point) => point.atMs > snapshot.atMs + snapshot.pauseMs + AFTER_MS,
    )
    if (before < 2 || after < 0) continue
    const step = stepOver(joined, { before, after, pauseMs: snapshot.pauseMs })
    if (step > 0) joined = lowered(joined, { before, after, step })
  }
  return joined
}

function stepOver(
  points: readonly SeriesPoint[],
  at: { readonly before: number; readonly after: number; readonly pauseMs: number },
): number {
  const from = points[at.before]
  const to = points[at.after]
  if (from === undefined || to === undefined) return 0
  const runningMs = Math.max(0, to.atMs - from.atMs - at.pauseMs)
  const pace = Math.max(0, paceBefore(points, at.before))
  return to.value - from.value - pace * runningMs
}

/** Median rise per ms between the points up to and with `last`. */
function paceBefore(points: readonly SeriesPoint[], last: number): number {
  const near = points.slice(Math.max(0, last - PACE_POINTS), last + 1)
  const paces = near.slice(1).map((point, at) => {
    const previous = near[at] ?? point
    return (point.value - previous.value) / Math.max(1, point.atMs - previous.atMs)
  })
  return paces.sort((a, b) => a - b)[paces.length >>> 1] ?? 0
}

function lowered(
  points: readonly SeriesPoint[],
  { before, after, step }: { before: number; after: number; step: number },
): SeriesPoint[] {
  const highest = points[before]?.value ?? Infinity
  return points.map((point, at) => {
    if (at >= after) return { ...point, value: point.value - step }
    return at > before ? { ...point, value: Math.min(point.value, highest) } : point
  })
}
