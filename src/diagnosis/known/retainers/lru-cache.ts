// What lru-cache keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const lruCacheRetainers: readonly KnownRetainer[] = [
  {
    package: 'lru-cache',
    versions: '*',
    url: 'https://github.com/isaacs/node-lru-cache',
    says: 'the cache keeps entries up to its own limit',
    step: { to: /^LRUCache$/ },
    allowanceBytes: 0,
  },
]
