// The collector's two sides: hears of the mark-compacts that V8 makes by itself, and makes one when asked to.

import { constants, performance, PerformanceObserver } from 'node:perf_hooks'
import { setTimeout } from 'node:timers'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** The loop counts as quiet if it was busy for less than this share of a short window. */
const QUIET_SHARE = 0.1
const QUIET_WINDOW_MS = 20
/** Performance entries and our own clock readings may differ by this much. */
const CLOCK_SLACK_MS = 1
const REMEMBERED_WINDOWS = 16

/** Reports natural mark-compacts and leaves out those that Tidemark caused. */
export interface CollectionWatch {
  /** Runs `work`, whose collections are not natural; the result with the milliseconds it took. */
  readonly exclude: <T>(work: () => T) => { readonly result: T; readonly tookMs: number }
  readonly stop: () => void
}

/**
 * Calls `onNatural` with the pause of each natural mark-compact, soon after it, in a turn of the event loop, and
 * `onExcluded` with how long excluded work took, ms.
 */
export function watchCollections(
  onNatural: (pauseMs: number) => void,
  onExcluded: (tookMs: number) => void = () => undefined,
): CollectionWatch {
  const excluded: { readonly fromMs: number; readonly toMs: number }[] = []
  const isOurs = (startedAt: number): boolean =>
    excluded.some(({ fromMs, toMs }) => startedAt >= fromMs && startedAt <= toMs)
  const observer = new PerformanceObserver((list) => {
    let pauseMs = -1
    for (const entry of list.getEntries()) {
      if (isMarkCompact(entry) && !isOurs(entry.startTime)) pauseMs = entry.duration
    }
    if (pauseMs >= 0) onNatural(pauseMs)
  })
  observer.observe({ entryTypes: ['gc'] })
  return {
    exclude: (work) => {
      const startedAt = performance.now()
      try {
        const result = work()
        return { result, tookMs: performance.now() - startedAt }
      } finally {
        const endedAt = performance.now()
        excluded.push({ fromMs: startedAt - CLOCK_SLACK_MS, toMs: endedAt + CLOCK_SLACK_MS })
        if (excluded.length > REMEMBERED_WINDOWS) excluded.shift()
        onExcluded(endedAt - startedAt)
      }
    },
    stop: () => {
      observer.disconnect()
    },
  }
}

function isMarkCompact(entry: object): boolean {
  const { detail } = entry as { readonly detail?: { readonly kind?: number } | null }
  return detail?.kind === constants.NODE_PERFORMANCE_GC_MAJOR
}

/** A function that makes one full collection, without a flag on the command line; `null` where V8 gives none. */
export function findCollector(): (() => void) | null {
  const exposed = globalThis.gc
  if (typeof exposed === 'function') {
    return () => {
      exposed()
    }
  }
  try {
    setFlagsFromString('--expose-gc')
    const collect: unknown = runInNewContext('gc')
    // Contexts that the program makes later must look as they would without us.
    setFlagsFromString('--no-expose-gc')
    return typeof collect === 'function' ? () => void Reflect.apply(collect, undefined, []) : null
  } catch {
    return null
  }
}

/** Waits until the event loop is idle, at most `maxWaitMs`; whether it was. Does not keep the process alive. */
export async function waitForQuiet(maxWaitMs: number): Promise<boolean> {
  const deadline = performance.now() + maxWaitMs
  for (;;) {
    const before = performance.eventLoopUtilization()
    await shortly()
    const busy = performance.eventLoopUtilization(before).utilization
    if (busy <= QUIET_SHARE) return true
    if (performance.now() >= deadline) return false
  }
}

function shortly(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, QUIET_WINDOW_MS).unref()
  })
}
