// Listeners on an EventTarget or AbortSignal that outlives them: Node keeps them as a linked list of `Listener`
// objects per event type, behind the target's kEvents map.

import type { CauseRule } from './cause-rule.ts'
import type { Lead } from '../lead/lead.ts'

export const eventTargetListener: CauseRule = {
  cause: 'event-target-listener',
  where: 'heap',
  recognise(lead) {
    if (lead.grownClass === 'Listener')
      return 'what grows hangs from the listener list of an EventTarget'
    // A single listener of the program's own, as a worker's for its messages, leads to everything below it.
    const near = lead.steps.slice(Math.max(0, lead.faultyStep - 1), lead.faultyStep + 1)
    if (near.some((step) => step.to === 'Listener'))
      return 'what grows hangs from the listener list of an EventTarget'
    if (near.some((step) => step.name.includes('kEvents'))) return 'the path runs through kEvents'
    return null
  },
  title: (lead) => `Listeners on ${targetName(lead)} are added and never removed`,
  advice: (lead) =>
    `Remove the listener from ${targetName(lead)} when its work is done: removeEventListener, ` +
    '{ once: true }, or a { signal } that ends with the work. Where a package adds it, look for a version ' +
    'that removes it, or give each call a signal of its own.',
}

function targetName(lead: Lead): string {
  for (let i = lead.faultyStep; i >= 0; i--) {
    const step = lead.steps[i]
    if (step === undefined || !/AbortSignal|EventTarget|MessagePort|Worker|WebSocket/.test(step.to))
      continue
    if (step.edge === 'context') return `${step.to} ${step.name}`
    const owner = lead.steps[i - 1]?.to
    return step.edge === 'property' && owner !== undefined
      ? `${step.to} ${owner}.${step.name}`
      : step.to
  }
  return 'the event target'
}
