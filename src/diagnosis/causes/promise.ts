// Reactions on a promise that stays pending: each then(), await or Promise.race against it adds one that only
// goes when the promise settles.

import type { Lead } from '../lead/lead.ts'
import type { CauseRule } from './cause-rule.ts'

const REACTION = 'PromiseReaction'

export const promise: CauseRule = {
  cause: 'promise',
  where: 'heap',
  recognise(lead) {
    const grown = lead.steps[lead.faultyStep + 1]
    const holderIsPromise = lead.holder.className === 'Promise'
    if (lead.grownClass.includes(REACTION) || (holderIsPromise && grown?.to.includes(REACTION))) {
      return 'reactions pile up on one pending promise'
    }
    if (holderIsPromise) return 'what grows hangs from one pending promise'
    if (lead.grownClass === 'Promise' && lead.contents.pendingPromises) {
      return 'pending promises pile up'
    }
    return null
  },
  title: (lead) => `Reactions pile up on the pending promise ${promiseName(lead)}`,
  advice: (lead) =>
    `The promise ${promiseName(lead)} does not settle, so every then(), await or Promise.race on it keeps its ` +
    'callback and all that it sees. Race against something that belongs to the single call, settle or replace ' +
    'the promise, or subscribe to an event that can be unsubscribed.',
}

function promiseName(lead: Lead): string {
  const { holder } = lead
  if (holder.edge === 'context') return holder.name
  return holder.edge === 'property'
    ? `${holder.ownerName}.${holder.name}`
    : `of ${holder.ownerName}`
}
