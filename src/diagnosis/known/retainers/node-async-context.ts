// What Node (async context) keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const nodeAsyncContextRetainers: readonly KnownRetainer[] = [
  {
    package: 'node',
    versions: '*',
    url: 'https://nodejs.org/api/async_context.html#class-asynclocalstorage',
    says: 'a pending resource keeps the store it was made in',
    step: { name: /kResourceStore/ },
    allowanceBytes: 0,
  },
  {
    package: 'node',
    versions: '*',
    url: 'https://nodejs.org/api/async_context.html#class-asynclocalstorage',
    says: 'Node keeps the list of storages that are in use',
    step: { name: /^storageList$/ },
    allowanceBytes: 1_000_000,
  },
]
