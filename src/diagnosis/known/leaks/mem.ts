// Known leaks of mem.

import type { KnownLeak } from '../known-leak.ts'

export const mem: readonly KnownLeak[] = [
  {
    package: 'mem',
    versions: '<4.0.0',
    fixedIn: '4.0.0',
    url: 'https://github.com/sindresorhus/memoize/issues/14',
    says: 'results past their maxAge are never deleted',
    signs: { names: ['cacheStore', 'cache'] },
  },
]
