// What Node (timers) keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const nodeTimersRetainers: readonly KnownRetainer[] = [
  {
    package: 'node',
    versions: '*',
    url: 'https://nodejs.org/api/timers.html',
    says: 'a timer that has not fired keeps its callback',
    step: { name: /^(?:active timers|timerListMap|timerListQueue)$/ },
    allowanceBytes: 0,
  },
]
