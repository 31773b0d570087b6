// What dataloader keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const dataloaderRetainers: readonly KnownRetainer[] = [
  {
    package: 'dataloader',
    versions: '*',
    url: 'https://github.com/graphql/dataloader',
    says: 'a loader keeps each value that it loaded',
    step: { name: /^_cacheMap$/, from: /^DataLoader$/ },
    allowanceBytes: 0,
  },
]
