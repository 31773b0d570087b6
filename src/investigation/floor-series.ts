// Samples of an isolate to the series that are judged: the post-GC floor and the external memory beside it.

import type { OperationKind, Sample } from '../protocol/index.ts'
import type { SeriesPoint } from '../series/index.ts'

/** Fewer requests than this do not count the work of a program. */
const ENOUGH_REQUESTS = 20

/** Collections closer than this part of the usual distance are one reading, ms at least and at most. */
const APART_SHARE = 0.4
const APART_LEAST_MS = 150
const APART_MOST_MS = 500

/** Samples that are readings of the floor: asked-for ones where there are any, else the natural ones. */
export function floorSamples(samples: readonly Sample[]): Sample[] {
  const asked = samples.filter((sample) => sample.trigger === 'gc-asked')
  if (asked.length > 2) return apart(asked)
  return apart(samples.filter((sample) => sample.trigger !== 'interval'))
}

/**
 * The samples of a program that ran out of memory without those that would not count: V8 collects ever more often on the way
 * there, while we ask for less, so that its own readings may tell more than the few that were asked for.
 */
export function lastReadings(samples: readonly Sample[]): readonly Sample[] {
  const asked = samples.filter((sample) => sample.trigger === 'gc-asked').length
  const natural = samples.filter((sample) => sample.trigger === 'gc-natural').length
  return natural > asked ? samples.filter((sample) => sample.trigger !== 'gc-asked') : samples
}

/**
 * Collections in quick succession are one reading: a snapshot makes its own, right before or after one that was asked
 * for. The lowest of them is the floor, for the others were made with more garbage still waiting.
 */
function apart(samples: readonly Sample[]): Sample[] {
  const leastMs = distanceMs(samples)
  const readings: Sample[] = []
  let beganAtMs = -Infinity
  for (const sample of samples) {
    const before = readings.at(-1)
    if (before === undefined || sample.atMs - beganAtMs >= leastMs) {
      readings.push(sample)
      beganAtMs = sample.atMs
    } else if (sample.oldGenerationBytes <= before.oldGenerationBytes) {
      readings.splice(-1, 1, sample)
    }
  }
  return readings
}

function distanceMs(samples: readonly Sample[]): number {
  const gaps = samples.slice(1).map((sample, at) => sample.atMs - (samples[at]?.atMs ?? 0))
  const usual = gaps.sort((a, b) => a - b)[gaps.length >>> 1] ?? 0
  return Math.min(APART_MOST_MS, Math.max(APART_LEAST_MS, APART_SHARE * usual))
}

/** The unit of work that growth is counted by: requests where the program serves them, else time. */
export function operationKind(samples: readonly Sample[]): OperationKind {
  const last = samples.at(-1)
  const requests = last?.operations['http request'] ?? 0
  return requests >= ENOUGH_REQUESTS ? 'http request' : 'second'
}

/** Work done at a sample, in units of `kind`. */
export function workAt(sample: Pick<Sample, 'atMs' | 'operations'>, kind: OperationKind): number {
  return sample.operations[kind] ?? sample.atMs / 1000
}

/** The post-GC floor: bytes of the old generation right after each mark-compact. */
export function floorPoints(samples: readonly Sample[], kind: OperationKind): SeriesPoint[] {
  return floorSamples(samples).map((sample) => ({
    atMs: sample.atMs,
    work: workAt(sample, kind),
    value: sample.oldGenerationBytes,
  }))
}

/** Memory outside the heap that the heap's objects hold, right after each mark-compact. */
export function externalPoints(samples: readonly Sample[], kind: OperationKind): SeriesPoint[] {
  return floorSamples(samples).map((sample) => ({
    atMs: sample.atMs,
    work: workAt(sample, kind),
    value: Math.max(sample.externalBytes, sample.arrayBufferBytes),
  }))
}
