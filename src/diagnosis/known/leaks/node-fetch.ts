// Known leaks of node-fetch.

import type { KnownLeak } from '../known-leak.ts'

export const nodeFetch: readonly KnownLeak[] = [
  {
    package: 'node-fetch',
    versions: '>=3.0.0 <3.2.5',
    fixedIn: '3.2.5',
    url: 'https://github.com/node-fetch/node-fetch/pull/1474',
    says: 'each request leaves listeners for close and data on a kept-alive socket',
    signs: { names: ['close', 'data', 'onSocketClose'], causes: ['event-listener'] },
  },
]
