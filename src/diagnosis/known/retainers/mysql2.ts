// What mysql2 keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const mysql2Retainers: readonly KnownRetainer[] = [
  {
    package: 'mysql2',
    versions: '*',
    url: 'https://sidorares.github.io/node-mysql2/docs',
    says: 'the pool keeps connections for the next query',
    step: { name: /^(?:_freeConnections|_allConnections)$/ },
    allowanceBytes: 1_000_000,
  },
  {
    package: 'mysql2',
    versions: '*',
    url: 'https://sidorares.github.io/node-mysql2/docs',
    says: 'parsers of result rows are kept by the shape of the row',
    step: { name: /^parserCache$/ },
    allowanceBytes: 1_000_000,
  },
]
