// Known leaks of mongodb.

import type { KnownLeak } from '../known-leak.ts'

export const mongodb: readonly KnownLeak[] = [
  {
    package: 'mongodb',
    versions: '>=6.4.0 <6.5.0',
    fixedIn: '6.5.0',
    url: 'https://github.com/mongodb/node-mongodb-native/pull/4022',
    says: 'each command adds abort listeners to the signal of its connection',
    signs: {
      names: ['Connection', 'AbortSignal'],
      files: /connection\.(?:js|ts)$|on_data\.(?:js|ts)$|utils\.(?:js|ts)$/,
    },
  },
  {
    package: 'mongodb',
    versions: '<6.2.0',
    fixedIn: '6.2.0',
    url: 'https://github.com/mongodb/node-mongodb-native/pull/3897',
    says: 'findOne() leaves its cursor and its session open',
    signs: { names: ['ClientSession', 'ServerSession', 'activeSessions', 'FindCursor'] },
  },
  {
    package: 'mongodb',
    versions: '<6.1.0',
    fixedIn: '6.1.0',
    url: 'https://github.com/mongodb/node-mongodb-native/pull/3841',
    says: 'a cursor that reads empty batches calls itself without end',
    signs: { files: /abstract_cursor\.(?:js|ts)$/, causes: ['promise', 'recursion', 'closure'] },
  },
  {
    package: 'mongodb',
    versions: '<5.2.0',
    fixedIn: '5.2.0',
    url: 'https://github.com/mongodb/node-mongodb-native/pull/3596',
    says: 'connect() called again before it is done leaves a topology behind',
    signs: { names: ['Topology'] },
  },
]
