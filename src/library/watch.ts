// `watch(object, why)`: the program says that an object's life is over, and Tidemark says what still holds it.

import { channel, subscribe } from 'node:diagnostics_channel'
import { performance } from 'node:perf_hooks'
import { WATCHED_ASK_CHANNEL, WATCHED_CHANNEL } from '../protocol/index.ts'
import { parseDuration } from '../units/index.ts'
import { hearCollections } from './mark-compacts.ts'
import { WatchList } from './watch-list.ts'
import type { WatchedSummary } from './watch-list.ts'
import type { Watch } from './watched.ts'

/** What may still finish with an object after its end: handlers that run, sockets that close, a turn or two. */
const WITHIN_MS = 10_000

/** When the end is, and how long the object may outlive it. */
export interface WatchOptions {
  /** Milliseconds, or a duration such as `30s` or `5m`; `10s` where not given. */
  readonly within?: number | `${number}${'ms' | 's' | 'm' | 'h'}`
  /** `now`, which is the default: its life is over. `done`: it will be over when `done()` of the handle is called. */
  readonly ends?: 'now' | 'done'
}

const list = new WatchList(() => performance.now())
const told = channel(WATCHED_CHANNEL)
let unhear: (() => void) | null = null
let isAskable = false

/**
 * Declares that the life of an object is over: nothing should hold it any more. What is still there when the allowance
 * and two mark-compacts have passed is overdue: `watched()` counts it, and a heap snapshot that Tidemark reads becomes a
 * finding with its retaining path. `why` says what ended, e.g. `session closed`, and appears in reports; the same words
 * for the same kind of end.
 *
 * Never keeps the object alive, never forces a collection, never throws. Cost: a microsecond or two and 120 bytes
 * until the object is gone; at most 10,000 objects are watched at a time.
 */
export function watch(object: object, why: string, options: WatchOptions = {}): Watch {
  const handle = list.add(object, why, {
    withinMs: allowance(options.within),
    waits: options.ends === 'done',
  })
  if (list.kept > 0) unhear ??= listen()
  return handle
}

/** What is known of the watched objects of this thread. O(different words); dereferences nothing. */
export function watched(): WatchedSummary {
  return list.summary()
}

/** Until nothing is watched any more. */
function listen(): () => void {
  if (!isAskable) subscribe(WATCHED_ASK_CHANNEL, tell)
  isAskable = true
  return hearCollections((collections) => {
    const began = collections
      .filter(({ kind }) => kind === 'mark-compact')
      .map(({ beganAtMs }) => beganAtMs)
    if (began.length === 0) return
    if (list.collected(began)) tell()
    if (list.kept > 0) return
    unhear?.()
    unhear = null
  })
}

function tell(): void {
  told.publish({ overdue: list.overdue })
}

function allowance(within: WatchOptions['within']): number {
  const ms = typeof within === 'string' ? parseDuration(within) : (within ?? WITHIN_MS)
  return ms !== null && Number.isFinite(ms) && ms >= 0 ? ms : WITHIN_MS
}
