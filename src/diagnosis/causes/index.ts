// All cause rules, most specific first. To add one: a file beside this one, a line here, a page under
// `docs/causes/`, a lab case with its healthy twin.

import { asyncContext } from './async-context.ts'
import { arrayBuffer } from './array-buffer.ts'
import { backlog } from './backlog.ts'
import { bufferSlice } from './buffer-slice.ts'
import type { CauseRule, LiveFacts } from './cause-rule.ts'
import { closure } from './closure.ts'
import { code } from './code.ts'
import { collection } from './collection.ts'
import { keptErrors, logBuffer, memoTable, metricLabels, urlCache } from './collection-kinds.ts'
import { detachedContext } from './detached-context.ts'
import { connection } from './connection.ts'
import { eventListener } from './event-listener.ts'
import { eventTargetListener } from './event-target-listener.ts'
import { handle } from './handle.ts'
import { moduleCache } from './module-cache.ts'
import { pendingCalls, pendingOnce } from './pending-calls.ts'
import { promise } from './promise.ts'
import { recursion } from './recursion.ts'
import { streamBuffer } from './stream-buffer.ts'
import { stringSlice } from './string-slice.ts'
import { timer } from './timer.ts'
import { unknown } from './unknown.ts'
import { valueChain } from './value-chain.ts'
import { weakMisuse } from './weak-misuse.ts'
import { worker } from './worker.ts'
import type { Lead } from '../lead/lead.ts'

export const CAUSE_RULES: readonly CauseRule[] = [
  recursion,
  backlog,
  worker,
  streamBuffer,
  eventTargetListener,
  pendingOnce,
  eventListener,
  asyncContext,
  promise,
  moduleCache,
  detachedContext,
  weakMisuse,
  handle,
  connection,
  stringSlice,
  bufferSlice,
  arrayBuffer,
  code,
  timer,
  pendingCalls,
  valueChain,
  closure,
  metricLabels,
  urlCache,
  memoTable,
  keptErrors,
  logBuffer,
  collection,
  unknown,
]

/** The first rule that recognises the lead, with its reason. Always answers: `unknown` comes last. */
export function causeOf(lead: Lead, facts: LiveFacts): { rule: CauseRule; reason: string } {
  for (const rule of CAUSE_RULES) {
    const reason = rule.recognise(lead, facts)
    if (reason !== null) return { rule, reason }
  }
  return { rule: unknown, reason: 'no known pattern fits' }
}
