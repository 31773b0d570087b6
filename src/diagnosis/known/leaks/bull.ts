// Known leaks of bull.

import type { KnownLeak } from '../known-leak.ts'

export const bull: readonly KnownLeak[] = [
  {
    package: 'bull',
    versions: '<1.0.0',
    fixedIn: '1.0.0',
    url: 'https://github.com/OptimalBits/bull/issues/277',
    says: 'promises of a large queue are chained and never let go',
    signs: { names: ['Promise', 'PromiseReaction'], files: /queue\.js$/ },
  },
]
