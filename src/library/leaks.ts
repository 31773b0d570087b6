// `leaks.on('leak' | 'stats', …)`: what memwatch told a program about itself, without an add-on, by a better rule.

import { EventEmitter } from 'node:events'
import { performance } from 'node:perf_hooks'
import { HeapUsage, readFloor } from './heap-usage.ts'
import type { HeapStats } from './heap-usage.ts'
import { seriesLayer } from './layers.ts'
import { LeakRule } from './leak-rule.ts'
import type { LeakInfo, ToldLeak } from './leak-rule.ts'
import { hearCollections } from './mark-compacts.ts'
import type { Collection } from './mark-compacts.ts'

/** Events and what their listeners are given. */
export interface LeakEvents {
  /** Memory of this thread grows for sure, and matters: told once, and again each time that the growth has doubled. */
  leak: [info: LeakInfo]
  /** After each mark-compact. */
  stats: [stats: HeapStats]
}

/** What the events are made of while somebody listens. */
interface Emission {
  readonly stats: (stats: HeapStats) => void
  readonly leak: (info: LeakInfo) => void
  /** Whether anybody wants to hear of leaks. */
  readonly wantsLeaks: () => boolean
}

function createLeaks(): EventEmitter<LeakEvents> {
  const events = new EventEmitter()
  const listeners = (): number => events.listenerCount('leak') + events.listenerCount('stats')
  let stop: (() => void) | null = null
  events.on('newListener', (name) => {
    if (name !== 'leak' && name !== 'stats') return
    stop ??= observe({
      stats: (stats) => void events.emit('stats', stats),
      leak: (info) => void events.emit('leak', info),
      wantsLeaks: () => events.listenerCount('leak') > 0,
    })
  })
  events.on('removeListener', () => {
    if (listeners() > 0) return
    stop?.()
    stop = null
  })
  return events as EventEmitter<LeakEvents>
}

/** Returns what ends it. */
function observe(emission: Emission): () => void {
  const usage = new HeapUsage()
  let rules: readonly LeakRule[] | null = null
  return hearCollections((collections) => {
    usage.count(collections)
    if (!collections.some(isMarkCompact)) return
    const reading = readFloor()
    const nowMs = performance.now()
    emission.stats(usage.stats(reading, performance.timeOrigin + nowMs))
    if (!emission.wantsLeaks()) return
    rules ??= makeRules()
    const [floor, external] = rules
    floor?.add(nowMs, reading.floorBytes)
    external?.add(nowMs, reading.externalBytes)
    for (const rule of rules) {
      const told = rule.leak(nowMs, () => performance.now())
      if (told !== null) emission.leak(leakInfo(told, nowMs))
    }
  })
}

function leakInfo({ fromMs, ...told }: ToldLeak, nowMs: number): LeakInfo {
  const at = (ms: number): Date => new Date(performance.timeOrigin + ms)
  return { start: at(fromMs), end: at(nowMs), ...told }
}

function makeRules(): readonly LeakRule[] {
  const { trend } = seriesLayer()
  return [new LeakRule('post-GC floor', trend), new LeakRule('external memory', trend)]
}

function isMarkCompact({ kind }: Collection): boolean {
  return kind === 'mark-compact'
}

/**
 * Events about the memory of this thread. Nothing runs before the first listener and after the last; no collection is ever
 * forced, nothing keeps the process alive. Cost: some tens of microseconds a mark-compact, and for `leak` at most half a
 * percent of the time. A `leak` takes twelve mark-compacts and ten minutes; it is one witness, not a verdict: `tidemark run`
 * names what holds the memory.
 */
export const leaks: EventEmitter<LeakEvents> = createLeaks()
