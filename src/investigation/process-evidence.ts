// What a watch has read of one process, as the evidence that the diagnosis judges.

import type { AddOn, BlockSeries, IsolateGrowth, ProcessEvidence } from '../diagnosis/index.ts'
import { trend } from '../series/index.ts'
import type { Trend } from '../series/index.ts'
import { packageOf } from './source-files.ts'
import type { ProcessReading, ProcessWatch } from './process-watch.ts'

/** Fewer readings than this have no trend. */
const LEAST_POINTS = 5
/** Growth of native memory below this over a whole run is not told from a process that warms up. */
const MATERIAL_BYTES = 1_500_000
/** Where fewer of the readings could be split than this share, none is taken. */
const SPLIT_SHARE = 0.5
/** Gaps between readings that tell the pace before an intrusion. */
const PACES = 9
/** Sizes of which there are fewer bytes than this at each reading cannot be what grows. */
const SMALLEST_BLOCKS = 200_000

/** What was read of a process. */
export type ReadProcess = Pick<
  ProcessWatch,
  'pid' | 'readings' | 'operation' | 'addOns' | 'workOf' | 'isolateCount'
>

/** Cost: three trends over the readings. */
export function processEvidence(
  watch: ReadProcess,
  isolates: readonly IsolateGrowth[],
): ProcessEvidence {
  const readings = usable(watch.readings)
  const work = readings.map((reading) => watch.workOf(reading))
  const split = readings.every((reading) => reading.nativeBytes !== null)
  const seriesOf = (values: readonly number[]): Trend | null => trendOf(readings, work, values)
  const column = (of: (reading: ProcessReading) => number): number[] =>
    withoutIntrusions(readings, readings.map(of))
  const rssBytes = column((reading) => reading.rssBytes)
  const nativeBytes = split ? column((reading) => reading.nativeBytes ?? 0) : []
  const nativeFreeBytes = split ? column((reading) => reading.nativeFreeBytes ?? 0) : []
  return {
    pid: watch.pid,
    operation: watch.operation,
    atMs: readings.map((reading) => reading.atMs),
    work,
    rssBytes,
    nativeBytes,
    nativeFreeBytes,
    rss: seriesOf(rssBytes),
    native: seriesOf(nativeBytes),
    nativeFree: seriesOf(nativeFreeBytes),
    blocks: split ? blocksOf(readings) : [],
    addOns: watch.addOns.map(addOnOf),
    isolateCount: watch.isolateCount,
    isolates,
  }
}

/** The readings that could be split, where most could; they must not change kind in the midst of a series. */
export function usable(readings: readonly ProcessReading[]): readonly ProcessReading[] {
  const split = readings.filter((reading) => reading.nativeBytes !== null)
  return split.length >= SPLIT_SHARE * readings.length ? split : readings
}

/**
 * A series without the steps that Tidemark's own snapshots and profiles made, and without what is freed of them soon after:
 * there it goes on at the pace that it had before, which speaks neither for growth nor against it.
 */
function withoutIntrusions(
  readings: readonly ProcessReading[],
  values: readonly number[],
): number[] {
  const intruded = intrudedGaps(readings)
  const kept: number[] = values.slice(0, 1)
  const paces: number[] = []
  for (let i = 1; i < values.length; i++) {
    const ms = Math.max(1, (readings[i]?.atMs ?? 0) - (readings[i - 1]?.atMs ?? 0))
    const rise = (values[i] ?? 0) - (values[i - 1] ?? 0)
    if (!intruded[i]) paces.push(rise / ms)
    kept.push((kept[i - 1] ?? 0) + (intruded[i] ? median(paces.slice(-PACES)) * ms : rise))
  }
  // The last reading is the true one: what came before is moved to meet it.
  const shift = (values.at(-1) ?? 0) - (kept.at(-1) ?? 0)
  return kept.map((value) => value + shift)
}

/** By reading, whether the gap before it holds a snapshot or what it left. */
function intrudedGaps(readings: readonly ProcessReading[]): boolean[] {
  const changed = readings.map(
    (reading, index) => index > 0 && reading.intrusions !== readings[index - 1]?.intrusions,
  )
  return changed.map((now, index) => now || changed[index - 1] === true)
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function trendOf(
  readings: readonly ProcessReading[],
  work: readonly number[],
  values: readonly number[],
): Trend | null {
  if (values.length < LEAST_POINTS) return null
  const points = values.map((value, index) => ({
    atMs: readings[index]?.atMs ?? 0,
    work: work[index] ?? 0,
    value,
  }))
  return trend(points, { minimumBytes: MATERIAL_BYTES })
}

function blocksOf(readings: readonly ProcessReading[]): BlockSeries[] {
  const sizes = new Set<number>()
  for (const [sizeBytes, count] of readings.at(-1)?.sizes ?? []) {
    if (sizeBytes * count >= SMALLEST_BLOCKS) sizes.add(sizeBytes)
  }
  return [...sizes].map((sizeBytes) => ({
    sizeBytes,
    counts: withoutIntrusions(
      readings,
      readings.map((reading) => reading.sizes?.get(sizeBytes) ?? 0),
    ),
  }))
}

function addOnOf(path: string): AddOn {
  return { file: path.split('/').at(-1) ?? path, package: packageOf(path) }
}
