// A queue that has more coming in than going out: it grows, but its entries leave, the oldest first, so it drains once
// the load stops or the consumer catches up. That is no leak. A queue that nobody empties keeps its oldest entries.

import type { Lead } from '../lead/lead.ts'
import { holderPhrase } from './cause-rule.ts'
import type { CauseRule } from './cause-rule.ts'

/** Of the oldest entries at most this share may be left. */
const LEFT_OF_OLDEST = 0.02
/** Of all that is alive, at least this share must be older than the last round: entries wait, they are not copies. */
const WAITING = 0.05
/** There must have been this many objects of the oldest, and this share of what there is, or their going says nothing. */
const LEAST_OLDEST = 50
const LEAST_SHARE = 0.05
/** A list of fewer links is a few nested objects. */
const LIST_LINKS = 3

/**
 * Whether entries leave the holder, the oldest first, though it grows: nothing is left of what it held at the first
 * snapshot or of what the first round added, and what is left is not all from the last round. Needs three snapshots,
 * of which the first must tell, too; `false` where they are fewer.
 */
export function isBacklog(lead: Lead): boolean {
  const { bornIn, population } = lead
  // A stream says when to stop: a program that does not listen is at fault, whatever the load.
  if (bornIn.length < 2 || !holdsEntries(lead) || lead.contents.stream !== null) return false
  const made = bornIn.reduce((sum, round) => sum + round.objects, 0)
  const waiting = made - (bornIn.at(-1)?.objects ?? 0)
  const last = population.at(-1)?.objects ?? 0
  const first = population[0]?.objects ?? 0
  const oldGone = isGone(last - made, first, last)
  const firstRoundGone = isGone(
    bornIn[0]?.objects ?? 0,
    (population[1]?.objects ?? 0) - first,
    last,
  )
  if (bornIn.length > 2) return (oldGone || firstRoundGone) && waiting >= WAITING * made
  return oldGone || (firstRoundGone && first < LEAST_OLDEST)
}

function isGone(left: number, once: number, all: number): boolean {
  return once >= Math.max(LEAST_OLDEST, LEAST_SHARE * all) && left <= LEFT_OF_OLDEST * once
}

/** Entries of a collection, or the links of a list; what replaces a field as a whole is no queue. */
function holdsEntries(lead: Lead): boolean {
  const step = lead.steps[lead.faultyStep]
  if (step === undefined) return false
  return step.edge === 'element' || lead.longestFold >= LIST_LINKS
}

/** Why it is no leak, in one sentence. */
export function backlogReason(lead: Lead): string {
  return (
    `${queuePhrase(lead)} is a backlog: it grows, but its entries leave, the oldest first ` +
    '(none of the oldest is left), so it drains when the load stops or the consumer catches up'
  )
}

/** A list has no collection of its own: the variable or field with its first link stands for it. */
function queuePhrase(lead: Lead): string {
  const step = lead.steps[lead.faultyStep]
  const named = step !== undefined && (step.edge === 'context' || step.edge === 'property')
  return named ? `the list ${step.name}` : holderPhrase(lead)
}

export const backlog: CauseRule = {
  cause: 'backlog',
  where: 'heap',
  recognise: (lead) => (isBacklog(lead) ? backlogReason(lead) : null),
  title: (lead) => `${queuePhrase(lead)} fills faster than it is emptied`,
  advice: (lead) =>
    `Bound ${queuePhrase(lead)} and slow down what fills it: wait for a place before adding, refuse what does not ` +
    'fit, or give the consumer more hands. It is no leak, but without a bound a long overload still ends the process.',
}
