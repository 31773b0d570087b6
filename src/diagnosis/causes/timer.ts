// Timers that are never cleared: Node keeps every active timer in linked lists by duration, and every referenced
// timer's callback with all that its closure sees.

import type { CauseRule } from './cause-rule.ts'
import { stepsToHolder } from './cause-rule.ts'

const TIMER_CLASSES = new Set(['Timeout', 'Immediate', 'TimersList'])

export const timer: CauseRule = {
  cause: 'timer',
  where: 'heap',
  recognise(lead) {
    const steps = stepsToHolder(lead)
    const inNodeLists = steps.some(
      (step) =>
        step.to === 'TimersList' || step.to === 'PriorityQueue' || step.name === 'timerListMap',
    )
    const grown = TIMER_CLASSES.has(lead.grownClass)
    if (inNodeLists && (grown || steps.at(-1)?.to === 'TimersList')) {
      return 'what grows hangs from the lists of active timers'
    }
    if (grown || lead.composition.some((row) => row.className === 'Timeout' && isMain(lead, row))) {
      return 'Timeout objects grow one by one'
    }
    return null
  },
  title: (lead) =>
    stepsToHolder(lead).some((step) => step.to === 'TimersList')
      ? 'Timers are started and never cleared'
      : `Timers are kept in ${lead.holder.name} after they fired`,
  advice: () =>
    'Keep what setInterval or setTimeout returns and pass it to clearInterval or clearTimeout where the work ' +
    'ends (also on errors and early returns); delete the entry from any table of timers once it has fired.',
}

function isMain(
  lead: { readonly population: readonly { readonly objects: number }[] },
  row: { readonly objects: number },
): boolean {
  const first = lead.population[0]?.objects ?? 0
  const last = lead.population.at(-1)?.objects ?? 0
  return row.objects >= 0.9 * Math.max(1, last - first)
}
