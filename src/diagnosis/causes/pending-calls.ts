// Async functions and iterators that wait for something that never comes: each keeps its variables, and something
// long-lived keeps what would wake it: a table of resolvers, listeners of events.once(), an open iterator.

import type { Lead } from '../lead/lead.ts'
import { holderPhrase } from './cause-rule.ts'
import type { CauseRule } from './cause-rule.ts'

const SUSPENDED = /^(?:async function|generator) /
/** At least this many of the grown objects must each have a call that waits. */
const MOSTLY = 0.5
/** Fewer waiting calls than this are work in progress. */
const FEWEST = 20

export const pendingCalls: CauseRule = {
  cause: 'promise',
  where: 'heap',
  recognise(lead) {
    const waiting = waitingCalls(lead)
    if (waiting === null) return null
    return `${waiting.objects.toLocaleString('en-US')} calls of ${waiting.name} wait and go on waiting`
  },
  title(lead) {
    const name = waitingCalls(lead)?.name ?? 'a function'
    return isOnce(lead)
      ? `Calls of ${name} wait for ever in events.once()`
      : `Calls of ${name} wait for ever: what would wake them piles up in ${holderPhrase(lead)}`
  },
  advice(lead) {
    const name = waitingCalls(lead)?.name ?? 'the function'
    return isOnce(lead)
      ? `Give events.once() in ${name} a signal that ends with the work, or a time limit, so that its listeners go ` +
          'when the event does not come.'
      : `Settle each promise that ${name} waits for on every way out: on errors, on a time limit, when the other side ` +
          `is gone. Take its entry out of ${holderPhrase(lead)} then, and end async iterators with return() or break.`
  },
  details(lead) {
    const rows = suspendedRows(lead)
    return rows.map((row) => ({
      label: 'waiting',
      value: `${row.objects.toLocaleString('en-US')} × ${row.className}`,
    }))
  },
}

function suspendedRows(lead: Lead): Lead['composition'] {
  return lead.composition.filter(
    ({ className, position }) =>
      SUSPENDED.test(className) && position?.script.startsWith('node:') !== true,
  )
}

/** The most frequent of the suspended functions, where each grown object has about one. */
function waitingCalls(lead: Lead): { readonly name: string; readonly objects: number } | null {
  const rows = suspendedRows(lead).toSorted((a, b) => b.objects - a.objects)
  const first = rows[0]
  if (first === undefined || first.objects < Math.max(FEWEST, MOSTLY * lead.grownCount)) return null
  return { name: first.className.replace(SUSPENDED, ''), objects: first.objects }
}

/** Node's own listeners of events.once(). */
function isOnce(lead: Lead): boolean {
  return (
    lead.steps.some((step) => step.name === '_events') &&
    lead.composition.some(
      ({ className, position }) =>
        className === 'closure resolver' && position?.script === 'node:events',
    )
  )
}

/** The same where the listeners of events.once() pile up, which `event-listener` would take for itself. */
export const pendingOnce: CauseRule = {
  ...pendingCalls,
  recognise: (lead, facts) => (isOnce(lead) ? pendingCalls.recognise(lead, facts) : null),
}
