// The memory of one process as a run reads it, in parts that sum to its RSS.

import type { ProcessReport, Verdict } from '../../src/protocol/index.ts'

const MB = 1_000_000
const READINGS = 40

const SAYS: Readonly<Partial<Record<Verdict, string>>> = {
  stable: 'Neither native memory in use nor resident memory grows',
  bounded:
    '41.0 MB of 201.5 MB resident memory is free: the allocator keeps it for later, and does not take more',
}

/** A server whose heap grows by 77 MB while the rest hardly moves. */
export function sampleProcess(verdict: 'stable' | 'bounded'): ProcessReport {
  const column = (of: (share: number) => number): readonly number[] =>
    Array.from({ length: READINGS }, (_, index) => Math.round(of(index / (READINGS - 1)) * MB))
  const free = verdict === 'bounded' ? 41 : 2.5
  const parts = {
    'v8 heap used': column((share) => 23 + 77 * share),
    'v8 heap free': column(() => 4.2),
    'array buffers': column((share) => 6 + Math.sin(9 * share)),
    'other external': column(() => 1.9),
    'code and libraries': column((share) => 40 + 3 * Math.min(1, 4 * share)),
    'thread stacks': column(() => 0.2),
    'native used': column((share) => 4 + Math.min(1, 3 * share)),
    'native free': column((share) => free * Math.min(1, 0.1 + 5 * share)),
    other: column(() => 0),
  }
  const atMs = Array.from({ length: READINGS }, (_, index) => 1_200 + index * 1_500)
  const rssBytes = atMs.map((_, index) =>
    Object.values(parts).reduce((sum, bytes) => sum + (bytes[index] ?? 0), 0),
  )
  return {
    pid: 4242,
    entry: 'app.js',
    isolates: ['4242/0'],
    verdict,
    says: SAYS[verdict] ?? '',
    atMs,
    rssBytes,
    parts,
  }
}
