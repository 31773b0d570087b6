// Samples of an isolate to the series that are judged: the post-GC floor and the external memory beside it.

import type { OperationKind, Sample } from '../protocol/index.ts'
import type { SeriesPoint } from '../series/index.ts'

/** Fewer requests than this do not count the work of a program. */
const ENOUGH_REQUESTS = 20

const APART_MS = 150

/** Samples that are readings of the floor: asked-for ones where there are any, else the natural ones. */
export function floorSamples(samples: readonly Sample[]): Sample[] {
  const asked = samples.filter((sample) => sample.trigger === 'gc-asked')
  if (asked.length > 2) return apart(asked)
  return apart(samples.filter((sample) => sample.trigger !== 'interval'))
}

/** Collections in quick succession (a snapshot makes its own) are one reading: the last of them. */
function apart(samples: readonly Sample[]): Sample[] {
  return samples.filter((sample, index) => {
    const next = samples[index + 1]
    return next === undefined || next.atMs - sample.atMs >= APART_MS
  })
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
