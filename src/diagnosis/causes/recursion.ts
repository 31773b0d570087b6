// Runaway asynchronous self-recursion: every level is still pending, nothing was forgotten. The pending calls
// hang from one another, newest first, so the path repeats the same few steps once per level.

import type { Lead } from '../lead/lead.ts'
import type { CauseRule } from './cause-rule.ts'

/** Fewer pending levels than this are a deep call, not a runaway. */
export const RUNAWAY_LEVELS = 50

export const recursion: CauseRule = {
  cause: 'recursion',
  where: 'heap',
  recognise(lead) {
    if (lead.foldedFunction === null || lead.longestFold < RUNAWAY_LEVELS) return null
    return `${levels(lead)} suspended calls of ${lead.foldedFunction.name} each await the next`
  },
  title: (lead) =>
    `${functionName(lead)} awaits itself without end: ${levels(lead)} calls are pending`,
  advice: (lead) =>
    `Every pending call of ${functionName(lead)} waits for another call of itself, so none can finish and all ` +
    'they hold stays alive. Find the call that leads back to the function (often a look-up that returns the ' +
    'override instead of the original: keep the original before replacing it) and give the recursion an end.',
}

function functionName(lead: Lead): string {
  return lead.foldedFunction?.name ?? 'The function'
}

function levels(lead: Lead): string {
  return lead.longestFold.toLocaleString('en-US')
}
