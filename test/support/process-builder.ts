// Processes whose memory moves as told, as evidence for the diagnosis.

import type { IsolateGrowth, ProcessEvidence } from '../../src/diagnosis/index.ts'
import { trend } from '../../src/series/index.ts'
import type { Trend } from '../../src/series/index.ts'

const MB = 1_000_000
const EVERY_MS = 1_000

export interface ProcessMotion {
  readonly readings?: number
  /** Megabytes by reading. */
  readonly native: (at: number) => number
  readonly free?: (at: number) => number
  readonly rest?: (at: number) => number
  /** Blocks in use by size, by reading. */
  readonly blocks?: Readonly<Record<number, (at: number) => number>>
  readonly isolate?: Partial<IsolateGrowth>
  readonly isolateCount?: number
  readonly addOns?: ProcessEvidence['addOns']
}

/** A little noise that is the same in every run. */
export function wobble(at: number): number {
  return Math.sin(at * 12.9898) * 0.05 + Math.sin(at * 78.233) * 0.05
}

export function processOf(motion: ProcessMotion): ProcessEvidence {
  const { native, free = () => 2, rest = () => 50, blocks = {}, isolate = {} } = motion
  const at = Array.from({ length: motion.readings ?? 40 }, (_, index) => index)
  const column = (of: (at: number) => number): number[] =>
    at.map((index) => Math.round((of(index) + wobble(index)) * MB))
  const nativeBytes = column(native)
  const nativeFreeBytes = column(free)
  const others = column(rest)
  const rssBytes = at.map(
    (index) => (nativeBytes[index] ?? 0) + (nativeFreeBytes[index] ?? 0) + (others[index] ?? 0),
  )
  const trendOf = (values: readonly number[]): Trend =>
    trend(
      values.map((value, index) => ({ atMs: index * EVERY_MS, work: index, value })),
      { minimumBytes: 1_500_000 },
    )
  return {
    pid: 4242,
    operation: 'second',
    atMs: at.map((index) => index * EVERY_MS),
    work: at,
    rssBytes,
    nativeBytes,
    nativeFreeBytes,
    rss: trendOf(rssBytes),
    native: trendOf(nativeBytes),
    nativeFree: trendOf(nativeFreeBytes),
    blocks: Object.entries(blocks).map(([size, count]) => ({
      sizeBytes: Number(size),
      counts: at.map((index) => Math.round(count(index))),
    })),
    addOns: motion.addOns ?? [],
    isolateCount: motion.isolateCount ?? 1,
    isolates: [
      {
        id: '4242/0',
        verdict: 'stable',
        bytesPerHour: 0,
        resources: { first: {}, last: {} },
        queues: [],
        owners: [],
        ...isolate,
      },
    ],
  }
}
