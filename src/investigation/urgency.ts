// A program that will be out of memory within the minute leaves no time for patience: what explains its growth has to be taken
// while its heap is still small. Pure rules over the readings after collections.

import type { Sample } from '../protocol/index.ts'
import type { SnapshotHistory } from './snapshot-policy.ts'

/** A program that is further from its end than this is looked at in its own time, ms. */
const URGENT_MS = 60_000
const READINGS = 4
/** Of the samples so many are looked at. */
const MOST_SAMPLES = 60
/** Collections in quick succession are one reading, ms. */
const APART_MS = 300
/** Growth and time below which nothing is told from start-up. */
const LEAST_BYTES = 4_000_000
const LEAST_MS = 400
/** A snapshot of a larger heap takes seconds, which must be worth more than a guess about the future. */
const LARGEST_HEAP_BYTES = 64_000_000
const LEAST_BETWEEN_MS = 1000
const WORTH_SHARE = 0.2
const MOST_SNAPSHOTS = 3

/**
 * Time until the heap's limit, or the `roomBytes` that the process has left, is used up at the pace of the last collections, ms;
 * `Infinity` where memory did not rise at each of them.
 */
export function timeLeftMs(samples: readonly Sample[], roomBytes: number): number {
  const readings = lastApart(samples)
  const [first] = readings
  const last = readings.at(-1)
  if (first === undefined || last === undefined) return Infinity
  const heap = (sample: Sample): number => sample.oldGenerationBytes
  const all = (sample: Sample): number => sample.oldGenerationBytes + sample.externalBytes
  // A limit of 0 is not known.
  const limitBytes = last.heapLimitBytes || Infinity
  const times = [
    timeTo(heap(last) - heap(first), limitBytes - heap(last), readings, heap),
    timeTo(all(last) - all(first), roomBytes, readings, all),
  ]
  return (last.atMs - first.atMs) * Math.min(...times)
}

/** The last readings of the floor, the lowest of each few that came close together. */
function lastApart(samples: readonly Sample[]): Sample[] {
  const readings: Sample[] = []
  for (const sample of samples.slice(-MOST_SAMPLES)) {
    if (sample.trigger === 'interval') continue
    const before = readings.at(-1)
    const isClose = before !== undefined && sample.atMs - before.atMs < APART_MS
    if (!isClose) readings.push(sample)
    else if (sample.oldGenerationBytes < before.oldGenerationBytes) readings.splice(-1, 1, sample)
  }
  return readings.slice(-READINGS)
}

/** How many times the growth fits into what is left. */
function timeTo(
  grownBytes: number,
  leftBytes: number,
  readings: readonly Sample[],
  of: (sample: Sample) => number,
): number {
  const span = (readings.at(-1)?.atMs ?? 0) - (readings[0]?.atMs ?? 0)
  const rises = readings.every((one, at) => {
    const before = readings[at - 1]
    return before === undefined || of(one) > of(before)
  })
  return rises && grownBytes >= LEAST_BYTES && span >= LEAST_MS ? leftBytes / grownBytes : Infinity
}

/** Whether the program is about to run out of memory. */
export function isUrgent(leftMs: number): boolean {
  return leftMs < URGENT_MS
}

/** Whether a program that runs out of memory is worth a snapshot now. */
export function wantsUrgently({ taken, nowMs, levelBytes }: SnapshotHistory): boolean {
  const last = taken.at(-1)
  if (levelBytes > LARGEST_HEAP_BYTES * 2 ** taken.length) return false
  if (last === undefined) return true
  if (taken.length >= MOST_SNAPSHOTS) return false
  const isApart = nowMs - (last.atMs + last.pauseMs) >= LEAST_BETWEEN_MS
  return isApart && levelBytes - last.levelBytes >= WORTH_SHARE * levelBytes
}
