// Values that each hold the one before: the cause of an error, the parent of a context, the previous state. Only the
// newest is held by a name, and with it all of them.

import type { Lead, LeadStep } from '../lead/lead.ts'
import { holderPhrase } from './cause-rule.ts'
import type { CauseRule } from './cause-rule.ts'

/** Shorter chains are nested objects. */
const CHAIN = 12

export const valueChain: CauseRule = {
  cause: 'collection',
  where: 'heap',
  recognise(lead) {
    const link = linkStep(lead)
    if (link === null) return null
    return `${lead.longestFold.toLocaleString('en-US')} ${link.to} objects each hold the next through ${link.name}`
  },
  title(lead) {
    const link = linkStep(lead)
    if (!isReplaced(lead))
      return `${holderPhrase(lead)} is a list linked by ${link?.name} that only grows`
    if (isError(link)) return `Each ${link?.to} keeps the one before it alive through ${link?.name}`
    return `${holderPhrase(lead)} leads to all ${link?.to} objects: each holds another through ${link?.name}`
  },
  advice(lead) {
    const link = linkStep(lead)
    const held = holderPhrase(lead)
    if (!isReplaced(lead)) {
      return `Take entries off ${held} when they are done with, and bound its length where work can come in faster than it is done.`
    }
    return isError(link)
      ? `End the chain: an error that is kept in ${held} and given on as the ${link?.name} of the next one keeps all ` +
          'of them with their stacks. Pass on the message, or the first error only.'
      : `End the chain where it is no longer read: ${held} leads to one, and every ${link?.name} to another. ` +
          `Cut ${link?.name} after some steps, or copy what is needed from it.`
  },
  details: (lead) => [{ label: 'longest chain', value: lead.longestFold.toLocaleString('en-US') }],
}

/** The property through which objects of one class hold one another; `null` where something else repeats. */
function linkStep(lead: Lead): LeadStep | null {
  if (lead.longestFold < CHAIN || lead.foldedFunction !== null || lead.chainedScopes) return null
  const start = lead.steps.findIndex((step) => step.repeats === lead.longestFold)
  const cycle = lead.steps.slice(start, start + (lead.steps[start]?.foldedSteps ?? 0))
  if (!cycle.every((step) => step.nodeType === 'object')) return null
  const link = cycle.find((step) => step.edge === 'property' && !step.name.startsWith('<symbol'))
  // Node's own lists have rules of their own.
  return link === undefined || link.name.startsWith('_idle') || link.to === 'Listener' ? null : link
}

/** Whether the name is set anew each time; else it leads to the oldest and new ones are hung on the end. */
function isReplaced(lead: Lead): boolean {
  return lead.steps[lead.faultyStep]?.repeats === lead.longestFold
}

function isError(link: LeadStep | null): boolean {
  return link !== null && link.to.endsWith('Error')
}
