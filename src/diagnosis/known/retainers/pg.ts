// What pg-pool keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const pgRetainers: readonly KnownRetainer[] = [
  {
    package: 'pg-pool',
    versions: '*',
    url: 'https://node-postgres.com/apis/pool',
    says: 'the pool keeps clients for the next query',
    step: { name: /^(?:_clients|_idle)$/, from: /^(?:Pool|BoundPool)$/ },
    allowanceBytes: 1_000_000,
  },
]
