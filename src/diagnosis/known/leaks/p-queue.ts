// Known leaks of p-queue.

import type { KnownLeak } from '../known-leak.ts'

export const pQueue: readonly KnownLeak[] = [
  {
    package: 'p-queue',
    versions: '<2.3.1',
    fixedIn: '2.3.1',
    url: 'https://github.com/sindresorhus/p-queue/pull/20',
    says: 'the callbacks of onEmpty() and onIdle() are called in chains that only grow',
    signs: { names: ['_resolveEmpty', '_resolveIdle', 'resolveIdle'] },
  },
]
