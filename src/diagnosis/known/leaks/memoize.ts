// Known leaks of memoize.

import type { KnownLeak } from '../known-leak.ts'

export const memoize: readonly KnownLeak[] = [
  {
    package: 'memoize',
    versions: '>=10.0.0 <10.2.0',
    fixedIn: '10.2.0',
    url: 'https://github.com/sindresorhus/memoize/pull/109',
    says: 'the ids of fired timers are kept with every memoized function',
    signs: { names: ['cacheTimerStore'] },
  },
]
