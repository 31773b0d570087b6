// Known leaks of mysql2.

import type { KnownLeak } from '../known-leak.ts'

export const mysql2: readonly KnownLeak[] = [
  {
    package: 'mysql2',
    versions: '<3.17.5',
    fixedIn: '3.17.5',
    url: 'https://github.com/sidorares/node-mysql2/pull/4111',
    says: 'connect() leaves its listeners for error and connect on the connection',
    signs: {
      names: ['error', 'connect'],
      files: /base\/connection\.js$|lib\/connection\.js$/,
      causes: ['event-listener'],
    },
  },
]
