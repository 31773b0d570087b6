// Known leaks of graphql-subscriptions.

import type { KnownLeak } from '../known-leak.ts'

export const graphqlSubscriptions: readonly KnownLeak[] = [
  {
    package: 'graphql-subscriptions',
    versions: '<1.2.1',
    fixedIn: '1.2.1',
    url: 'https://github.com/apollographql/graphql-subscriptions/pull/209',
    says: 'withFilter() chains a promise for every event that it filters out',
    signs: { files: /with-filter\.(?:js|ts)$/ },
  },
]
