// What mongodb keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const mongodbRetainers: readonly KnownRetainer[] = [
  {
    package: 'mongodb',
    versions: '*',
    url: 'https://www.mongodb.com/docs/drivers/node/current/',
    says: 'the pool keeps connections for the next command',
    step: { name: /(?:^|<symbol )(?:connections|checkedOut)>?$/, from: /^ConnectionPool$/ },
    allowanceBytes: 1_000_000,
  },
]
