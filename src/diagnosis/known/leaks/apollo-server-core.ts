// Known leaks of apollo-server-core.

import type { KnownLeak } from '../known-leak.ts'

export const apolloServerCore: readonly KnownLeak[] = [
  {
    package: 'apollo-server-core',
    versions: '<3.10.3',
    fixedIn: '3.10.3',
    url: 'https://github.com/apollographql/apollo-server/pull/7000',
    says: 'the usage reporting plugin keeps an entry for every schema that it ever had',
    signs: { names: ['reportDataByExecutableSchemaId'] },
  },
]
