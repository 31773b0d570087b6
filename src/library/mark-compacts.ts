// Hears of every collection of this isolate, whoever asked for it; one observer for all that want to know.

import { PerformanceObserver, constants } from 'node:perf_hooks'

/** One collection, on the clock of `performance.now()`. */
export interface Collection {
  readonly kind: 'scavenge' | 'mark-compact' | 'incremental marking' | 'weak callbacks'
  /** When its last pause began: marking beside the program may have begun before. */
  readonly beganAtMs: number
  readonly pauseMs: number
}

const KINDS: ReadonlyMap<number, Collection['kind']> = new Map([
  [constants.NODE_PERFORMANCE_GC_MINOR, 'scavenge'],
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'mark-compact'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental marking'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weak callbacks'],
])

type Hear = (collections: readonly Collection[]) => void

const hearers = new Set<Hear>()
let observer: PerformanceObserver | null = null

/**
 * Calls `hear` in a turn of the event loop soon after collections, until the returned function is called. Does not keep
 * the process alive. Cost: one entry of Node's a collection, and nothing while nobody hears.
 */
export function hearCollections(hear: Hear): () => void {
  hearers.add(hear)
  observer ??= observe()
  return () => {
    hearers.delete(hear)
    if (hearers.size > 0) return
    observer?.disconnect()
    observer = null
  }
}

function observe(): PerformanceObserver {
  const made = new PerformanceObserver((list) => {
    const collections = list.getEntries().flatMap((entry): Collection[] => {
      const kind = KINDS.get(kindOf(entry))
      return kind === undefined
        ? []
        : [{ kind, beganAtMs: entry.startTime, pauseMs: entry.duration }]
    })
    for (const hear of hearers) hear(collections)
  })
  made.observe({ entryTypes: ['gc'] })
  return made
}

function kindOf(entry: object): number {
  const { detail } = entry as { readonly detail?: { readonly kind?: number } | null }
  return detail?.kind ?? -1
}
