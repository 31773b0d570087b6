// Known leaks of socket.io.

import type { KnownLeak } from '../known-leak.ts'

export const socketIo: readonly KnownLeak[] = [
  {
    package: 'socket.io',
    versions: '>=3.0.0 <4.5.2',
    fixedIn: '4.5.2',
    url: 'https://github.com/socketio/socket.io/issues/4067',
    says: 'rooms that are joined after the socket is gone stay',
    signs: { names: ['rooms', 'sids', 'Adapter'] },
  },
]
