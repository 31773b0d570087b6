// What @prisma/client keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const prismaRetainers: readonly KnownRetainer[] = [
  {
    package: '@prisma/client',
    versions: '*',
    url: 'https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/databases-connections/connection-pool',
    says: 'the client keeps its engine and its connections',
    step: { name: /^(?:_engine|engine)$/, script: /[\\/]@prisma[\\/]/ },
    allowanceBytes: 1_000_000,
  },
]
