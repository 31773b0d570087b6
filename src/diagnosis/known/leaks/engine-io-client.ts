// Known leaks of engine.io-client.

import type { KnownLeak } from '../known-leak.ts'

export const engineIoClient: readonly KnownLeak[] = [
  {
    package: 'engine.io-client',
    versions: '<3.4.2',
    fixedIn: '3.4.2',
    url: 'https://github.com/socketio/engine.io-client/issues/552',
    says: 'names of events stay after their last listener',
    signs: { names: ['_callbacks'] },
  },
]
