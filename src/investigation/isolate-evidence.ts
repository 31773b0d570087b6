// What a watch has seen of one isolate, as the evidence that the diagnosis judges.

import type { IsolateEvidence, SnapshotEvidence } from '../diagnosis/index.ts'
import type { Sample, StackFrame } from '../protocol/index.ts'
import { trend } from '../series/index.ts'
import type { Trend } from '../series/index.ts'
import { floorPoints, floorSamples, lastReadings, workAt } from './floor-series.ts'
import type { IsolateWatch } from './isolate-watch.ts'
import { withoutSnapshotSteps } from './snapshot-steps.ts'

/** Fewer readings than this have no trend. */
const LEAST_POINTS = 3
/** Growth below this over a whole run is not told from a program that warms up; no finding is smaller. */
const MATERIAL_BYTES = 300_000

/** What is known of an isolate beside what its watch has seen. */
export interface IsolateState {
  readonly isolate: string
  readonly starved: boolean
  readonly stack?: readonly StackFrame[]
  /** Whether it died of memory that it filled bit by bit. */
  readonly ranOut?: boolean
}

/** Cost: two trends over the samples. */
export function isolateEvidence(watch: IsolateWatch, state: IsolateState): IsolateEvidence {
  const samples = state.ranOut === true ? lastReadings(watch.samples) : watch.samples
  const operation = watch.operation
  const floors = floorSamples(samples)
  const last = floors.at(-1) ?? samples.at(-1)
  const answers = watch.answers
  return {
    isolate: state.isolate,
    floor: trendOf(withoutSnapshotSteps(floorPoints(samples, operation), watch.snapshots.taken)),
    external: trendOf(watch.external),
    operation,
    lastAtMs: last?.atMs ?? 0,
    floorBytes: last?.oldGenerationBytes ?? 0,
    heapLimitBytes: last?.heapLimitBytes ?? 0,
    snapshots: withWork(watch, operation),
    sites: watch.sites,
    facts: {
      ...watch.facts,
      fields: answers.fields,
      limits: answers.limits,
      limitless: answers.limitless,
    },
    resources: resourcesOf(floors),
    resourceSites: answers.resourceSites,
    settled: answers.settled,
    settling: answers.settling,
    functionRuns: answers.functionRuns,
    starved: state.starved,
    stack: state.stack ?? [],
  }
}

/** The unit of work may have changed since the first snapshot: all are counted by the one that is used now. */
function withWork(
  watch: IsolateWatch,
  operation: IsolateEvidence['operation'],
): SnapshotEvidence | null {
  const { evidence, snapshots } = watch
  if (evidence === null) return null
  const work = evidence.atMs.map((atMs) => {
    const taken = snapshots.taken.find((one) => one.atMs === atMs)
    return workAt({ atMs, operations: taken?.operations ?? {} }, operation)
  })
  return { ...evidence, work }
}

/** The trend of a floor or of what lies beside it; `null` of too few readings. */
export function trendOf(points: Parameters<typeof trend>[0]): Trend | null {
  return points.length < LEAST_POINTS ? null : trend(points, { minimumBytes: MATERIAL_BYTES })
}

/** Active resources when the program had started, and now. */
export function resourcesOf(floors: readonly Sample[]): IsolateEvidence['resources'] {
  const first = floors[Math.min(2, floors.length - 1)]
  return { first: first?.resources ?? {}, last: floors.at(-1)?.resources ?? {} }
}
