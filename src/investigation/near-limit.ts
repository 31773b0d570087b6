// A heap that nears its limit is left to V8: it collects often enough there by itself, and a program whose collections bring
// little and take most of its time is ended before it reaches the limit. Ours would count. Near a limit of the process or its
// container, too: each collection that is asked for makes the heap larger for a while, by some tens of megabytes.

import type { Sample } from '../protocol/index.ts'

const NEAR_SHARE = 0.85
/** A heap that lives on near its limit is still looked at: so long after anybody's last collection, ms and pauses of it. */
const PATIENCE_MS = 3000
const PATIENCE_PAUSES = 20

/** Part of a limit around the process below which what is left belongs to the program. */
const ROOM_SHARE = 0.25
const ROOM_PATIENCE_MS = 30_000

/** What is left of the nearest limit around a process that is its own or its container's. */
export interface LimitedRoom {
  readonly bytes: number
  readonly limitBytes: number
}

/** Whether asked-for collections and lookups have to wait; of the samples the last few are read. */
export function isNearLimit(samples: readonly Sample[], room: LimitedRoom | null = null): boolean {
  const last = samples.findLast((sample) => sample.trigger !== 'interval')
  const now = samples.at(-1)
  if (last === undefined || now === undefined) return false
  const isFull = room !== null && room.bytes < ROOM_SHARE * room.limitBytes
  if (isFull && now.atMs - last.atMs < ROOM_PATIENCE_MS) return true
  // A limit of 0 is not known.
  const limitBytes = last.heapLimitBytes || Infinity
  if (last.oldGenerationBytes < NEAR_SHARE * limitBytes) return false
  return now.atMs - last.atMs < Math.max(PATIENCE_MS, PATIENCE_PAUSES * last.gcPauseMs)
}
