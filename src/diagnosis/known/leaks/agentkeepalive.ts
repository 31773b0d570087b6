// Known leaks of agentkeepalive.

import type { KnownLeak } from '../known-leak.ts'

export const agentkeepalive: readonly KnownLeak[] = [
  {
    package: 'agentkeepalive',
    versions: '<2.1.1',
    fixedIn: '2.1.1',
    url: 'https://github.com/node-modules/agentkeepalive/blob/master/History.md',
    says: 'sockets over TLS are kept after they closed',
    signs: { names: ['TLSSocket', 'freeSockets', 'sockets'] },
  },
]
