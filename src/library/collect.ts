// A full collection on request, as memwatch had one.

import { agentLayer } from './layers.ts'

let collector: (() => void) | null | undefined

/**
 * Makes V8 collect this thread's heap now, without a flag on the command line. Stops the thread for as long as that takes, a
 * second or so a GB. `false` where V8 gives no way. For experiments: in production nothing gets better by it.
 */
export function gc(): boolean {
  collector ??= agentLayer().findCollector()
  collector?.()
  return collector !== null
}
