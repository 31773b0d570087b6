// Timers that are never cleared: Node keeps every active timer in linked lists by duration, every pending Immediate in
// a queue, and with them their callbacks and all that those see.

import type { Detail, FieldValue } from '../../protocol/index.ts'
import type { Lead } from '../lead/lead.ts'
import { holderPhrase, stepsToHolder } from './cause-rule.ts'
import type { CauseRule, LiveFacts } from './cause-rule.ts'

const TIMER_CLASSES = new Set(['Timeout', 'Immediate', 'TimersList'])
/** Node's own places for active timers. */
const LISTS = new Set(['TimersList', 'PriorityQueue', 'ImmediateList'])
/** The first of a list of equal durations, where lists grow. */
const OF_LIST = '_idleNext.'
const DURATION = '_idleTimeout'
const REPEAT = '_repeat'
const CALLBACK = '_onTimeout'

export const timer: CauseRule = {
  cause: 'timer',
  where: 'heap',
  recognise(lead) {
    const grown = TIMER_CLASSES.has(lead.grownClass)
    const inLists = inNodeLists(lead)
    const last = stepsToHolder(lead).at(-1)?.to ?? ''
    if (inLists && (grown || LISTS.has(last))) {
      return isImmediate(lead)
        ? 'what grows hangs from the queue of immediates'
        : 'what grows hangs from the lists of active timers'
    }
    if (grown || lead.composition.some((row) => row.className === 'Timeout' && isMain(lead, row))) {
      return 'Timeout objects grow one by one'
    }
    return null
  },
  title(lead) {
    if (!inNodeLists(lead)) return `Timers are kept in ${holderPhrase(lead)} after they fired`
    return isImmediate(lead)
      ? 'Immediates set the next one without end'
      : 'Timers are started and never cleared'
  },
  advice(lead) {
    if (!inNodeLists(lead))
      return (
        `Delete the entry from ${holderPhrase(lead)} once its timer has fired or was cleared: a Timeout keeps its ` +
        'callback, and all that it sees, for as long as somebody holds it.'
      )
    if (isImmediate(lead))
      return (
        'Each callback of setImmediate sets the next one, so none of these chains ends. Give each chain an end ' +
        'with its work, or have one loop serve all of them.'
      )
    return (
      'Keep what setInterval or setTimeout returns and pass it to clearInterval or clearTimeout where the work ' +
      'ends (also on errors and early returns); those of node:timers/promises end by { signal } or by leaving the loop.'
    )
  },
  asks: (lead) => ({
    objectIds: lead.exampleIds,
    fields: [DURATION, REPEAT, CALLBACK].flatMap((field) => [field, OF_LIST + field]),
  }),
  details: (lead, facts) => timerDetails(lead, facts),
}

function inNodeLists(lead: Lead): boolean {
  return stepsToHolder(lead).some((step) => LISTS.has(step.to) || step.name === 'timerListMap')
}

function isImmediate(lead: Lead): boolean {
  return lead.grownClass === 'Immediate'
}

/** Durations, whether they repeat, and where the callbacks stand, of the timers that were looked at. */
function timerDetails(lead: Lead, facts: LiveFacts): Detail[] {
  const durations = new Set<number>()
  const callbacks = new Set<string>()
  let repeats: boolean | null = null
  for (const id of lead.exampleIds) {
    const fields = facts.fields[id]
    if (fields === undefined) continue
    const field = (name: string): FieldValue | undefined => fields[name] ?? fields[OF_LIST + name]
    const duration = field(DURATION)
    if (typeof duration === 'number') durations.add(duration)
    const repeat = field(REPEAT)
    if (typeof repeat === 'number') repeats = true
    else if (repeat !== undefined || typeof duration === 'number') repeats ??= false
    const callback = field(CALLBACK)
    if (typeof callback === 'object') callbacks.add(placeOf(callback))
  }
  const details: Detail[] = []
  if (durations.size > 0) {
    const label = repeats === true ? 'interval' : 'timeout'
    details.push({ label, value: spanOf([...durations]) })
  }
  for (const callback of [...callbacks].slice(0, 3))
    details.push({ label: 'callback', value: callback })
  return details
}

/** `15 s`, or `5 s to 10 min`. */
function spanOf(durations: readonly number[]): string {
  const least = Math.min(...durations)
  const most = Math.max(...durations)
  return least === most ? durationText(least) : `${durationText(least)} to ${durationText(most)}`
}

function durationText(ms: number): string {
  if (ms < 1000) return `${ms} ms`
  if (ms < 120_000) return `${rounded(ms / 1000)} s`
  return ms < 7_200_000 ? `${rounded(ms / 60_000)} min` : `${rounded(ms / 3_600_000)} h`
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10)
}

/** `ping at feed.js:18`; of the script the name alone, since it is not yet mapped to the author's source. */
function placeOf(callback: Exclude<FieldValue, number | boolean>): string {
  const file = callback.at.url.split(/[/\\]/).at(-1) ?? ''
  const name = callback.function === '' ? '(anonymous)' : callback.function
  return `${name} at ${file}:${callback.at.line}`
}

function isMain(lead: Lead, row: { readonly objects: number }): boolean {
  const first = lead.population[0]?.objects ?? 0
  const last = lead.population.at(-1)?.objects ?? 0
  return row.objects >= 0.9 * Math.max(1, last - first)
}
