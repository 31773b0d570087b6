// What undici keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const undiciRetainers: readonly KnownRetainer[] = [
  {
    package: 'undici',
    versions: '*',
    url: 'https://undici.nodejs.org/#/docs/api/Pool',
    says: 'a pool keeps its clients for the next request',
    step: { name: /(?:^|<symbol )clients>?$/, from: /^(?:Pool|Agent|BalancedPool)$/ },
    allowanceBytes: 1_000_000,
  },
]
