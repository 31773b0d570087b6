// Listeners on an EventEmitter that outlives them: the emitter's `_events` object maps an event's name to a
// function or to an array of functions.

import type { Detail } from '../../protocol/index.ts'
import type { Lead } from '../lead/lead.ts'
import type { CauseRule } from './cause-rule.ts'

export const eventListener: CauseRule = {
  cause: 'event-listener',
  where: 'heap',
  recognise(lead) {
    const events = eventsStep(lead)
    if (events < 0) return null
    return `the path runs through the listeners of ${eventName(lead, events)}`
  },
  title(lead) {
    const events = eventsStep(lead)
    return `Listeners of ${eventName(lead, events)} on ${emitterName(lead, events)} pile up`
  },
  advice(lead) {
    const events = eventsStep(lead)
    const name = eventName(lead, events)
    const emitter = emitterName(lead, events)
    if (addedByNode(lead))
      return (
        `Node's own once(), on() or pipe() listens for ${name} on ${emitter}, for somebody who still waits. Pass ` +
        '{ signal } and abort it where the work ends, leave the for await loop, or end the stream that is piped.'
      )
    return (
      `Each listener of ${name} on ${emitter} stays until it is removed. Remove it with off() ` +
      'where the work ends, on every way out, or add it once outside the loop.'
    )
  },
  details(lead) {
    const events = eventsStep(lead)
    const details: Detail[] = [
      { label: 'emitter', value: emitterName(lead, events) },
      { label: 'event', value: eventName(lead, events) },
      { label: 'listeners added', value: lead.grownCount.toLocaleString('en-US') },
    ]
    const listener = lead.grownClass.replace(/^closure /, '')
    if (lead.grownClass.startsWith('closure ')) details.push({ label: 'listener', value: listener })
    return details
  },
}

/** The listener is a function of Node's: that of `once()` and `on()` of node:events, or of a pipe. */
function addedByNode(lead: Lead): boolean {
  const position = lead.grownPosition ?? lead.steps[lead.faultyStep]?.position
  return position?.script.startsWith('node:') === true
}

/** The `_events` step right above what grows: the growth lies in its arrays, not far below one listener. */
function eventsStep(lead: Lead): number {
  for (let i = lead.faultyStep; i >= Math.max(0, lead.faultyStep - 2); i--) {
    if (lead.steps[i]?.name === '_events') return i
  }
  return -1
}

/** Quoted; keys that are data are not shown. */
function eventName(lead: Lead, events: number): string {
  const name = lead.steps[events + 1]?.name
  if (name === undefined || name === '[…]') return 'an event'
  return name === '[key]' ? 'ever new events' : `"${name}"`
}

function emitterName(lead: Lead, events: number): string {
  const emitter = lead.steps[events - 1]
  if (emitter === undefined) return 'the emitter'
  if (emitter.to === 'process') return 'process'
  if (emitter.edge === 'context' && emitter.name !== 'this') return `${emitter.to} ${emitter.name}`
  const owner = lead.steps[events - 2]
  const field = emitter.edge === 'property' && owner !== undefined && /^[\w$#]+$/.test(emitter.name)
  return field ? `${emitter.to} ${owner.to}.${emitter.name}` : emitter.to
}
