// The witness beside the trend: blocks of which size become more in every round, and go on at the pace they began with?
// Memory that is warmed up, pooled or fragmented has no such size.

import type { BlockSeries, ProcessEvidence } from './process-evidence.ts'

/** Rounds that the judged time is divided into. */
const ROUNDS = 5
/** Each round's end is the median of this many readings around it. */
const AROUND = 3
/** Below this share of the earlier pace the growth is levelling off. */
const STEADY_SHARE = 0.4
const LEAST_READINGS = 9

export interface GrownBlocks {
  readonly sizeBytes: number
  readonly objects: number
  readonly bytes: number
}

export interface BlockGrowth {
  readonly rounds: number
  /** Sizes that grew steadily in every round, most bytes first. */
  readonly steady: readonly GrownBlocks[]
  /** Bytes by which they grew altogether. */
  readonly bytes: number
}

/** O(sizes × rounds), over the readings from `fromMs` on. */
export function blockGrowth(evidence: ProcessEvidence, fromMs: number): BlockGrowth {
  const first = Math.max(
    0,
    evidence.atMs.findIndex((at) => at >= fromMs),
  )
  const readings = evidence.atMs.length - first
  if (readings < LEAST_READINGS) return { rounds: 0, steady: [], bytes: 0 }
  const marks = Array.from({ length: ROUNDS + 1 }, (_, round) =>
    Math.round(first + ((readings - 1) * round) / ROUNDS),
  )
  const steady = evidence.blocks
    .map((block) => grown(block, marks, evidence.work))
    .filter((block) => block !== null)
    .sort((a, b) => b.bytes - a.bytes)
  return { rounds: ROUNDS, steady, bytes: steady.reduce((sum, block) => sum + block.bytes, 0) }
}

function grown(
  block: BlockSeries,
  marks: readonly number[],
  work: readonly number[],
): GrownBlocks | null {
  const levels = marks.map((mark) => level(block.counts, mark))
  const pace: number[] = []
  for (let round = 1; round < levels.length; round++) {
    const rise = (levels[round] ?? 0) - (levels[round - 1] ?? 0)
    if (rise <= 0) return null
    const done = (work[marks[round] ?? 0] ?? 0) - (work[marks[round - 1] ?? 0] ?? 0)
    pace.push(rise / Math.max(1e-9, done))
  }
  const last = pace.at(-1) ?? 0
  const earlier = pace.slice(0, -1).sort((a, b) => a - b)
  if (last < STEADY_SHARE * (earlier[Math.floor(earlier.length / 2)] ?? 0)) return null
  const objects = Math.round((levels.at(-1) ?? 0) - (levels[0] ?? 0))
  return { sizeBytes: block.sizeBytes, objects, bytes: objects * block.sizeBytes }
}

/** The median of the readings around a mark. */
function level(counts: readonly number[], mark: number): number {
  const half = Math.floor(AROUND / 2)
  const from = Math.max(0, Math.min(mark - half, counts.length - AROUND))
  const around = counts.slice(from, from + AROUND).sort((a, b) => a - b)
  return around[Math.floor(around.length / 2)] ?? 0
}
