// Samples as the columns that the report's chart draws, thinned to what a screen can show.

import type { MemoryColumns, Sample } from '../protocol/index.ts'
import { operationKind, workAt } from './floor-series.ts'

const MOST_COLUMNS = 400

/** All arrays have one entry a kept sample; floors are kept before other readings. */
export function memoryColumns(samples: readonly Sample[]): MemoryColumns {
  const kept = thinned([...samples].sort((a, b) => a.atMs - b.atMs))
  const operation = operationKind(samples)
  const names = [...new Set(kept.flatMap((sample) => sample.spaces.map((space) => space.name)))]
  const spaces: Record<string, number[]> = {}
  for (const name of names) {
    spaces[name] = kept.map(
      (sample) => sample.spaces.find((space) => space.name === name)?.usedBytes ?? 0,
    )
  }
  return {
    atMs: kept.map((sample) => Math.round(sample.atMs)),
    trigger: kept.map((sample) => sample.trigger),
    operations: kept.map((sample) => Math.round(workAt(sample, operation))),
    rssBytes: kept.map((sample) => sample.rssBytes),
    externalBytes: kept.map((sample) => sample.externalBytes),
    arrayBufferBytes: kept.map((sample) => sample.arrayBufferBytes),
    floorBytes: kept.map((sample) =>
      sample.trigger === 'interval' ? null : sample.oldGenerationBytes,
    ),
    spaces,
  }
}

function thinned(samples: readonly Sample[]): readonly Sample[] {
  if (samples.length <= MOST_COLUMNS) return samples
  const floors = samples.filter((sample) => sample.trigger !== 'interval')
  const pool = floors.length >= MOST_COLUMNS / 2 ? floors : samples
  const stride = Math.max(1, Math.ceil(pool.length / MOST_COLUMNS))
  return pool.filter((_, index) => index % stride === 0 || index === pool.length - 1)
}
