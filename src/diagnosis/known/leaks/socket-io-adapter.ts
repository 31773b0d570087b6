// Known leaks of socket.io-adapter.

import type { KnownLeak } from '../known-leak.ts'

export const socketIoAdapter: readonly KnownLeak[] = [
  {
    package: 'socket.io-adapter',
    versions: '<1.1.2',
    fixedIn: '1.1.2',
    url: 'https://github.com/socketio/socket.io-adapter/pull/58',
    says: 'leaving a room after the socket closed makes an entry that nobody deletes',
    signs: { names: ['sids'] },
  },
]
