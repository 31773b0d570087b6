// What the `stats` event says, in the fields that users of memwatch know: counts of collections, the heap after the last
// mark-compact, and two averages of it whose distance is the trend.

import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8'
import type { HeapInfo } from 'node:v8'
import type { Collection } from './mark-compacts.ts'

/** Mark-compacts that the two averages remember. */
const RECENT = 10
const ANCIENT = 120
/** Mark-compacts before the extremes count: a program that starts up settles first. */
const SETTLED = 3
const NS_PER_MS = 1e6

/** The fields of memwatch and memwatch-next. Bytes; times in percent of the older average. */
export interface BaseStats {
  /** Mark-compacts since the first listener came. */
  readonly num_full_gc: number
  /** All other collections since then. */
  readonly num_inc_gc: number
  /** The same as `num_full_gc`, as it was. */
  readonly heap_compactions: number
  /** How far the average of the last 10 lies above that of the last 120 mark-compacts, in percent. */
  readonly usage_trend: number
  /** Average of the last 10 mark-compacts. */
  readonly estimated_base: number
  /** Old generation right after the last mark-compact. */
  readonly current_base: number
  readonly min: number
  readonly max: number
}

/** The fields of `@airbnb/node-memwatch`. Bytes, and nanoseconds where a name says time. */
export interface CollectionStats extends HeapStatistics {
  readonly gcScavengeCount: number
  readonly gcScavengeTime: number
  readonly gcMarkSweepCompactCount: number
  readonly gcMarkSweepCompactTime: number
  readonly gcIncrementalMarkingCount: number
  readonly gcIncrementalMarkingTime: number
  readonly gcProcessWeakCallbacksCount: number
  readonly gcProcessWeakCallbacksTime: number
  /** Pause of the last mark-compact. */
  readonly gc_time: number
  /** Microseconds since 1970. */
  readonly gc_ts: number
}

type HeapStatistics = Readonly<
  Pick<
    HeapInfo,
    | 'total_heap_size'
    | 'total_heap_size_executable'
    | 'total_physical_size'
    | 'total_available_size'
    | 'used_heap_size'
    | 'heap_size_limit'
    | 'malloced_memory'
    | 'peak_malloced_memory'
  >
>

export interface HeapStats extends BaseStats, CollectionStats {}

/** One reading after mark-compacts. */
export interface FloorReading {
  /** Used bytes of every space but the young generation. */
  readonly floorBytes: number
  readonly externalBytes: number
  readonly heap: HeapInfo
}

/** Reads this isolate's heap. Some tens of microseconds. */
export function readFloor(): FloorReading {
  const heap = getHeapStatistics()
  let floorBytes = 0
  for (const { space_name: name, space_used_size: used } of getHeapSpaceStatistics()) {
    if (name !== 'new_space' && name !== 'new_large_object_space') floorBytes += used
  }
  return { floorBytes, externalBytes: heap.external_memory, heap }
}

interface Tally {
  count: number
  ns: number
}

/** Collections counted since it was made. */
export class HeapUsage {
  readonly #tallies: Readonly<Record<Collection['kind'], Tally>> = {
    scavenge: { count: 0, ns: 0 },
    'mark-compact': { count: 0, ns: 0 },
    'incremental marking': { count: 0, ns: 0 },
    'weak callbacks': { count: 0, ns: 0 },
  }
  #recent = 0
  #ancient = 0
  #min = 0
  #max = 0
  #lastNs = 0

  /** O(collections). */
  count(collections: readonly Collection[]): void {
    for (const { kind, pauseMs } of collections) {
      const tally = this.#tallies[kind]
      tally.count += 1
      tally.ns += Math.round(pauseMs * NS_PER_MS)
      if (kind === 'mark-compact') this.#lastNs = Math.round(pauseMs * NS_PER_MS)
    }
  }

  /** The event after a mark-compact, which `reading` follows. `nowMs` is since 1970. */
  stats({ floorBytes, heap }: FloorReading, nowMs: number): HeapStats {
    const { count: full } = this.#tallies['mark-compact']
    this.#recent += (floorBytes - this.#recent) / Math.min(Math.max(1, full), RECENT)
    this.#ancient += (floorBytes - this.#ancient) / Math.min(Math.max(1, full), ANCIENT)
    if (full >= SETTLED) {
      this.#min = this.#min === 0 ? floorBytes : Math.min(this.#min, floorBytes)
      this.#max = Math.max(this.#max, floorBytes)
    }
    return {
      num_full_gc: full,
      num_inc_gc: this.#others(),
      heap_compactions: full,
      usage_trend: this.#trend(),
      estimated_base: Math.round(this.#recent),
      current_base: floorBytes,
      min: this.#min,
      max: this.#max,
      ...this.#times(),
      total_heap_size: heap.total_heap_size,
      total_heap_size_executable: heap.total_heap_size_executable,
      total_physical_size: heap.total_physical_size,
      total_available_size: heap.total_available_size,
      used_heap_size: heap.used_heap_size,
      heap_size_limit: heap.heap_size_limit,
      malloced_memory: heap.malloced_memory,
      peak_malloced_memory: heap.peak_malloced_memory,
      gc_time: this.#lastNs,
      gc_ts: Math.round(nowMs * 1000),
    }
  }

  #others(): number {
    const all = Object.values(this.#tallies).reduce((sum, tally) => sum + tally.count, 0)
    return all - this.#tallies['mark-compact'].count
  }

  #trend(): number {
    if (this.#ancient === 0) return 0
    return Math.round(((this.#recent - this.#ancient) / this.#ancient) * 1000) / 10
  }

  #times(): Omit<CollectionStats, keyof HeapStatistics | 'gc_time' | 'gc_ts'> {
    const tallies = this.#tallies
    return {
      gcScavengeCount: tallies.scavenge.count,
      gcScavengeTime: tallies.scavenge.ns,
      gcMarkSweepCompactCount: tallies['mark-compact'].count,
      gcMarkSweepCompactTime: tallies['mark-compact'].ns,
      gcIncrementalMarkingCount: tallies['incremental marking'].count,
      gcIncrementalMarkingTime: tallies['incremental marking'].ns,
      gcProcessWeakCallbacksCount: tallies['weak callbacks'].count,
      gcProcessWeakCallbacksTime: tallies['weak callbacks'].ns,
    }
  }
}
