// Whole V8 contexts that are kept: each vm.createContext(), each window of a DOM in Node has built-ins, a global
// object and compiled code of its own, about half a megabyte before anything runs in it.

import { holderPhrase } from './cause-rule.ts'
import type { CauseRule } from './cause-rule.ts'
import type { Lead } from '../lead/lead.ts'

/** One or two are what a program needs. */
const FEWEST = 3

export const detachedContext: CauseRule = {
  cause: 'detached-context',
  where: 'heap',
  recognise(lead) {
    const { contexts } = lead.contents
    return contexts < FEWEST ? null : `${contexts} V8 contexts were made and are still held`
  },
  title: (lead) =>
    isGlobal(lead)
      ? `Contexts kept in ${holderPhrase(lead)} are done with and still there`
      : `${holderPhrase(lead)} keeps whole V8 contexts alive through what was made in them`,
  advice: (lead) =>
    `Let ${holderPhrase(lead)} go of everything that comes from a finished context: its global object, functions, ` +
    'errors and promises made in it, timers started in it; one of them keeps all of it. Close windows with close(), ' +
    'copy results out as plain data, and use one context again where the code is trusted.',
  details: (lead) => [
    { label: 'contexts', value: lead.contents.contexts.toLocaleString('en-US') },
    {
      label: 'each',
      value: `${Math.round(grownBytes(lead) / lead.contents.contexts / 1000).toLocaleString('en-US')} kB`,
    },
  ],
}

/** What is kept are the contexts' global objects or sandboxes, not functions from inside. */
function isGlobal(lead: Lead): boolean {
  return !lead.grownClass.startsWith('closure ')
}

function grownBytes(lead: Lead): number {
  return lead.composition.reduce((sum, row) => sum + row.bytes, 0)
}
