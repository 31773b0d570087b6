// What tarn keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const knexRetainers: readonly KnownRetainer[] = [
  {
    package: 'tarn',
    versions: '*',
    url: 'https://knexjs.org/guide/#pool',
    says: 'the pool keeps connections for the next query',
    step: { name: /^(?:free|used)$/, script: /[\\/]tarn[\\/]/ },
    allowanceBytes: 1_000_000,
  },
]
