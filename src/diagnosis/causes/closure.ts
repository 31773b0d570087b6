// Objects held by a closure that outlives its use: the growth hangs from the scope (context) of a function, not
// from a collection that someone fills.

import type { CauseRule } from './cause-rule.ts'

export const closure: CauseRule = {
  cause: 'closure',
  where: 'heap',
  recognise(lead) {
    const scope = isScope(lead.holder.className) || lead.holder.nodeType === 'closure'
    if (scope) return 'what grows hangs from the scope of a function'
    const chain = lead.steps
      .slice(lead.faultyStep)
      .some((step) => step.repeats > 1 && step.edge === 'context')
    if (chain) return 'scopes hold one another in a chain'
    const functions = lead.grownType === 'closure' || isScope(lead.grownClass)
    return functions ? 'functions pile up, each with the scope it closes over' : null
  },
  title: (lead) =>
    lead.grownType === 'closure'
      ? `Functions kept in ${lead.holder.name} hold the scopes they close over`
      : `The scope of ${lead.holder.ownerName} holds what it no longer needs`,
  advice: (lead) =>
    `Let go of the function (${lead.holder.name}) when its use ends, or take what it needs as arguments: all ` +
    'functions of one scope share it, so one that lives long keeps every variable that any of them uses.',
}

function isScope(className: string): boolean {
  return className === 'scope' || className.includes('Context')
}
