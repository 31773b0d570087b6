// Listeners on an EventTarget or AbortSignal that outlives them: Node keeps them as a linked list of `Listener` objects
// per event type, behind the target's kEvents map. Signals made of others by AbortSignal.any, and timeouts, are kept in
// a set of Node's own while they have a listener.

import type { Detail } from '../../protocol/index.ts'
import type { Lead } from '../lead/lead.ts'
import { stepsToHolder } from './cause-rule.ts'
import type { CauseRule } from './cause-rule.ts'

/** Node's set of signals that are kept for their listeners, and a signal's set of those made of it. */
const PERSISTENT = 'gcPersistentSignals'
const DEPENDANT = /(?:^#|k)[dD]ependantSignals/

export const eventTargetListener: CauseRule = {
  cause: 'event-target-listener',
  where: 'heap',
  recognise(lead) {
    if (isPersistent(lead))
      return 'the path runs through the signals that Node keeps for their listeners'
    if (isDependant(lead)) return 'what grows are the signals made of one signal by AbortSignal.any'
    if (lead.grownClass === 'Listener')
      return 'what grows hangs from the listener list of an EventTarget'
    // A single listener of the program's own, as a worker's for its messages, leads to everything below it.
    const near = lead.steps.slice(Math.max(0, lead.faultyStep - 1), lead.faultyStep + 1)
    if (near.some((step) => step.to === 'Listener'))
      return 'what grows hangs from the listener list of an EventTarget'
    return near.some((step) => step.name.includes('kEvents'))
      ? 'the path runs through kEvents'
      : null
  },
  title(lead) {
    if (isPersistent(lead)) return 'Signals with a listener are made and never abort'
    if (isDependant(lead)) return `Signals are made of ${targetName(lead)} and stay with it`
    return `Listeners on ${targetName(lead)} are added and never removed`
  },
  advice(lead) {
    if (isPersistent(lead) || isDependant(lead))
      return (
        'Node keeps a signal of AbortSignal.any() or timeout() while it has a listener and may still abort. Remove the ' +
        'listener when its work is done, or give the call an AbortController of its own and abort that when it ends.'
      )
    return (
      `Remove the listener from ${targetName(lead)} when its work is done: removeEventListener, ` +
      '{ once: true }, or a { signal } that ends with the work. Where a package adds it, look for a version ' +
      'that removes it, or give each call a signal of its own.'
    )
  },
  details(lead) {
    if (isPersistent(lead) || isDependant(lead))
      return [{ label: 'signals kept', value: lead.grownCount.toLocaleString('en-US') }]
    const details: Detail[] = [{ label: 'target', value: targetName(lead) }]
    if (lead.grownClass === 'Listener')
      details.push({ label: 'listeners added', value: lead.grownCount.toLocaleString('en-US') })
    return details
  },
}

function isPersistent(lead: Lead): boolean {
  return stepsToHolder(lead).some((step) => step.name === PERSISTENT)
}

function isDependant(lead: Lead): boolean {
  return stepsToHolder(lead)
    .slice(-3)
    .some((step) => DEPENDANT.test(step.name.replace(/^<symbol (.*)>$/, '$1')))
}

const TARGETS = /AbortSignal|EventTarget|MessagePort|Worker|WebSocket|BroadcastChannel|Performance/

function targetName(lead: Lead): string {
  for (let i = lead.faultyStep; i >= 0; i--) {
    const step = lead.steps[i]
    if (step === undefined || !TARGETS.test(step.to)) continue
    if (step.edge === 'context') return `${step.to} ${step.name}`
    const owner = lead.steps[i - 1]
    if (step.edge !== 'property' || owner === undefined) return step.to
    // A signal is known by its controller.
    if (owner.edge === 'context') return `${step.to} ${owner.name}.${step.name.replace(/^#/, '')}`
    return `${step.to} ${owner.to}.${step.name.replace(/^#/, '')}`
  }
  return 'the event target'
}
