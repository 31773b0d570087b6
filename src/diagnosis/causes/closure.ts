// Objects held by a closure that outlives its use: the growth hangs from the scope (context) of a function, not
// from a collection that someone fills.

import type { Lead } from '../lead/lead.ts'
import type { CauseRule } from './cause-rule.ts'

export const closure: CauseRule = {
  cause: 'closure',
  where: 'heap',
  recognise(lead) {
    if (lead.chainedScopes) return 'scopes of functions hold one another in a chain'
    const { className, nodeType } = lead.holder
    const scope = className === 'scope' || className.includes('Context') || nodeType === 'closure'
    return scope ? 'what grows hangs from the scope of a function' : null
  },
  title: (lead) =>
    lead.chainedScopes
      ? `Each ${chained(lead)} keeps the one before it alive`
      : `The scope of ${scopeOwner(lead)} holds what it no longer needs`,
  advice: (lead) =>
    'All functions made in one scope share it, so one that lives long keeps every variable that any of them uses. ' +
    `Let go of ${lead.holder.name === '' ? 'the function' : lead.holder.name} when its use ends, or make the ` +
    'long-lived function elsewhere and hand it only what it needs.',
}

/** The function and the variable; where V8 knows no name for it, the place that leads to the newest. */
function chained(lead: Lead): string {
  const { edge, name, ownerName } = lead.holder
  if (edge === 'context') return `${ownerName}, through ${name},`
  return `function that is set as ${name === '' ? ownerName : name}`
}

function scopeOwner(lead: Lead): string {
  return lead.holder.ownerName === '' ? 'a function' : lead.holder.ownerName
}
