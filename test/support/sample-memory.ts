// Memory columns for sample reports: a sawtooth above a given floor, drawn by arithmetic alone, so that goldens stay.

import type { MemoryColumns } from '../../src/protocol/index.ts'

export interface MemoryShape {
  readonly durationMs: number
  readonly points: number
  readonly operationsPerSecond: number
  /** Post-GC floor in bytes after `share` (0 to 1) of the run. */
  readonly floor: (share: number) => number
  readonly externalBytes?: (share: number) => number
  /** Every how many points a mark-compact happens. */
  readonly collectEvery?: number
}

const MB = 1_000_000

/** Columns of `shape`; a mark-compact every eighth point unless told, each tenth of them asked for. */
export function sampleMemory(shape: MemoryShape): MemoryColumns {
  const every = shape.collectEvery ?? 8
  const columns = emptyColumns()
  let seed = 7
  const noise = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed / 2_147_483_648 - 0.5
  }
  for (let index = 0; index < shape.points; index++) {
    const share = index / Math.max(1, shape.points - 1)
    const sinceCollection = index % every
    const floor = Math.round(shape.floor(share) + noise() * 0.4 * MB)
    const external = Math.round((shape.externalBytes?.(share) ?? 1.9 * MB) + noise() * 0.1 * MB)
    const young = Math.round((sinceCollection / every) * 9 * MB + 0.6 * MB + noise() * 0.3 * MB)
    const collected = sinceCollection === 0
    columns.atMs.push(Math.round(share * shape.durationMs))
    columns.trigger.push(
      !collected ? 'interval' : index % (every * 10) === 0 ? 'gc-asked' : 'gc-natural',
    )
    columns.operations.push(
      Math.round((share * shape.durationMs * shape.operationsPerSecond) / 1000),
    )
    columns.externalBytes.push(external)
    columns.arrayBufferBytes.push(Math.round(external * 0.4))
    columns.floorBytes.push(collected ? floor : null)
    columns.rssBytes.push(Math.round(floor * 1.15 + young + external + 38 * MB))
    columns.spaces.new_space.push(young)
    columns.spaces.old_space.push(Math.round(floor * 0.78))
    columns.spaces.large_object_space.push(Math.round(floor * 0.14))
    columns.spaces.code_space.push(Math.round(floor * 0.05))
    columns.spaces.read_only_space.push(Math.round(floor * 0.03))
  }
  return columns
}

/** Columns without a single reading, as a snapshot file has them. */
export const NO_MEMORY: MemoryColumns = emptyColumns()

interface GrowingColumns extends MemoryColumns {
  readonly atMs: number[]
  readonly trigger: MemoryColumns['trigger'][number][]
  readonly operations: number[]
  readonly rssBytes: number[]
  readonly externalBytes: number[]
  readonly arrayBufferBytes: number[]
  readonly floorBytes: (number | null)[]
  readonly spaces: Readonly<
    Record<
      'new_space' | 'old_space' | 'large_object_space' | 'code_space' | 'read_only_space',
      number[]
    >
  >
}

function emptyColumns(): GrowingColumns {
  return {
    atMs: [],
    trigger: [],
    operations: [],
    rssBytes: [],
    externalBytes: [],
    arrayBufferBytes: [],
    floorBytes: [],
    spaces: {
      new_space: [],
      old_space: [],
      large_object_space: [],
      code_space: [],
      read_only_space: [],
    },
  }
}
