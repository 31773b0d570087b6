// Worker threads that are started and never end: each is a V8 heap of its own, and Node holds its Worker object with
// all listeners until the thread has ended.

import type { CauseRule } from './cause-rule.ts'
import { keptPhrase, nativeDetails, nativeOf, nativeReason } from './native-words.ts'

const KINDS = new Set(['Worker'])
/** What pipes the output of a thread to that of the process. */
const STDIO = 'ReadableWorkerStdio'

export const worker: CauseRule = {
  cause: 'worker',
  where: 'handles',
  recognise(lead) {
    const row = nativeOf(lead, KINDS)
    if (row !== null) return nativeReason(row)
    const streams = lead.composition.find((one) => one.className === STDIO)
    const each = streams !== undefined && 2 * streams.objects >= lead.grownCount
    return each && lead.natives.length > 0 ? 'each comes with the output of a running thread' : null
  },
  title: (lead) => `Worker threads are started${keptPhrase(lead)}, never ended`,
  advice: (lead) =>
    'Call worker.terminate() where its job ends, also on errors, or have the worker close its parentPort. ' +
    (lead.holder.nodeType === 'synthetic'
      ? 'A few workers in a pool that are used again cost less than one for each job.'
      : `Give what is in ${lead.holder.name} back to the jobs that come, and bound how many there may be.`),
  details(lead) {
    const row = nativeOf(lead, KINDS)
    return row === null ? [] : nativeDetails(lead, row)
  },
}
