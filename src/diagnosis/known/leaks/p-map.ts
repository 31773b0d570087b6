// Known leaks of p-map.

import type { KnownLeak } from '../known-leak.ts'

export const pMap: readonly KnownLeak[] = [
  {
    package: 'p-map',
    versions: '>=7.0.0 <7.0.3',
    fixedIn: '7.0.3',
    url: 'https://github.com/sindresorhus/p-map/issues/75',
    says: 'each call adds an abort listener to the signal and does not remove it',
    signs: {
      names: ['AbortSignal', 'abort', 'signal', 'Listener'],
      causes: ['event-target-listener'],
    },
  },
]
