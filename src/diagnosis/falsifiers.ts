// What would change our mind: the observations that would show the finding to be wrong.

import type { Cause } from '../protocol/index.ts'
import type { IsolateEvidence } from './evidence.ts'
import type { Lead } from './lead/lead.ts'

/** One sentence each, most telling first. */
export function falsifiers(cause: Cause, lead: Lead, evidence: IsolateEvidence): string[] {
  const seconds = Math.round((evidence.snapshots?.atMs.at(-1) ?? 0) / 1000)
  const held = lead.holder.name === '' ? lead.holder.className : lead.holder.name
  if (cause === 'recursion') {
    return [
      'The pending calls finish by themselves: then it was a deep recursion with an end, not a runaway.',
    ]
  }
  const own = [
    `${held} shrinks again, or stops growing, under the same load in a run longer than ${seconds === 0 ? 'these snapshots' : `the ${seconds} s seen here`}.`,
  ]
  if (cause === 'collection')
    own.push(`${held} has a size limit or an expiry that was not reached in this run.`)
  if (cause === 'stream-buffer')
    own.push('The other side was only late: the buffer is read empty once the load falls.')
  if (cause === 'weak-misuse')
    own.push('The registrations or entries go by themselves some full collections later.')
  return own
}
