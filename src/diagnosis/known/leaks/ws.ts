// Known leaks of ws.

import type { KnownLeak } from '../known-leak.ts'

export const ws: readonly KnownLeak[] = [
  {
    package: 'ws',
    versions: '<7.1.2',
    fixedIn: '7.1.2',
    url: 'https://github.com/websockets/ws/issues/1617',
    says: 'a socket that closes while its data is compressed blocks the queue of zlib jobs',
    signs: {
      names: ['zlibLimiter', 'Limiter', 'PerMessageDeflate'],
      files: /permessage-deflate\.js|limiter/,
    },
  },
]
