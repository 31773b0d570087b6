// When the funnel goes from suspecting to explaining: pure rules over the floor's readings so far.

import type { SeriesPoint } from '../series/index.ts'

/** Growth of the level (floor and external memory), in bytes and as a share of it, that makes a closer look worth its price. */
const WORTH_BYTES = 400_000
const WORTH_SHARE = 0.003
/** Readings looked back on: enough for a leak of 1 % a minute to show. */
const RECENT_POINTS = 24
/** The first look comes after the program has started up, ms. */
const FIRST_AFTER_MS = 3500
/** Shortest time between two snapshots, ms, and the share of the time since the first that must pass. */
const LEAST_BETWEEN_MS = 3500
const SHARE_BETWEEN = 0.8
/** Two rounds can carry a verdict; from then on a snapshot only confirms it, and may wait longer. */
export const ENOUGH_SNAPSHOTS = 3
const SHARE_AFTER_ENOUGH = 1.5
/** Rounds beyond this say nothing new within one run. */
const MOST_SNAPSHOTS = 7

/** Whether the readings of the last moments rise enough to look closer. */
export function isSuspicious(points: readonly SeriesPoint[]): boolean {
  const last = points.at(-1)
  if (last === undefined || points.length < 4) return false
  const recent = points.slice(-RECENT_POINTS)
  const lowest = recent.reduce((least, point) => Math.min(least, point.value), Infinity)
  const half = Math.floor(recent.length / 2)
  const rises = median(recent.slice(half)) > median(recent.slice(0, half))
  return rises && isWorth(last.value - lowest, last.value)
}

export interface SnapshotHistory {
  /** When each snapshot was taken, and the level then. */
  readonly taken: readonly {
    readonly atMs: number
    readonly pauseMs: number
    readonly levelBytes: number
  }[]
  readonly nowMs: number
  readonly levelBytes: number
}

/** Whether a snapshot would tell something now: a first one on suspicion, later ones on further growth. */
export function wantsSnapshot(history: SnapshotHistory, suspicious: boolean): boolean {
  const { taken, nowMs, levelBytes } = history
  const first = taken[0]
  const last = taken.at(-1)
  if (first === undefined || last === undefined) return suspicious && nowMs >= FIRST_AFTER_MS
  if (taken.length >= MOST_SNAPSHOTS) return false
  const share = taken.length < ENOUGH_SNAPSHOTS ? SHARE_BETWEEN : SHARE_AFTER_ENOUGH
  const gap = Math.max(LEAST_BETWEEN_MS, share * (last.atMs - first.atMs))
  // The program stood still while the last one was written: nothing can have grown meanwhile.
  if (nowMs - (last.atMs + last.pauseMs) < gap) return false
  return isWorth(levelBytes - last.levelBytes, levelBytes)
}

/** What watched objects the program's library told of, and when they were last looked for. */
export interface OverdueHistory {
  readonly taken: readonly {
    readonly atMs: number
    readonly pauseMs: number
    /** Overdue objects when it was taken. */
    readonly overdueObjects: number
  }[]
  readonly nowMs: number
  readonly overdueObjects: number
}

/**
 * Whether a snapshot would tell what holds objects that the program declared over: the first time there are any, and
 * again for two more rounds while they become more.
 */
export function wantsOverdueSnapshot({ taken, nowMs, overdueObjects }: OverdueHistory): boolean {
  const last = taken.at(-1)
  const most = taken.reduce((all, one) => Math.max(all, one.overdueObjects), 0)
  if (overdueObjects <= most) return false
  if (last === undefined) return nowMs >= FIRST_AFTER_MS
  if (taken.filter((one) => one.overdueObjects > 0).length >= ENOUGH_SNAPSHOTS) return false
  const first = taken[0] ?? last
  const gap = Math.max(LEAST_BETWEEN_MS, SHARE_BETWEEN * (last.atMs - first.atMs))
  return nowMs - (last.atMs + last.pauseMs) >= gap
}

function isWorth(grown: number, floor: number): boolean {
  return grown >= WORTH_BYTES && grown >= WORTH_SHARE * floor
}

function median(points: readonly SeriesPoint[]): number {
  const values = points.map((point) => point.value).sort((a, b) => a - b)
  return values[Math.floor(values.length / 2)] ?? 0
}
