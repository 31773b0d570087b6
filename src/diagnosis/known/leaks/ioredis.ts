// Known leaks of ioredis.

import type { KnownLeak } from '../known-leak.ts'

export const ioredis: readonly KnownLeak[] = [
  {
    package: 'ioredis',
    versions: '>=4.19.0 <4.28.2',
    fixedIn: '4.28.2',
    url: 'https://github.com/luin/ioredis/pull/1470',
    says: 'pipelines that have run keep the callbacks of their commands',
    signs: { files: /autoPipelining\.(?:js|ts)$/ },
  },
  {
    package: 'ioredis',
    versions: '>=4.0.1 <4.26.0',
    fixedIn: '4.26.0',
    url: 'https://github.com/luin/ioredis/issues/1325',
    says: 'a cluster leaves the connections of earlier subscribers open',
    signs: { names: ['ClusterSubscriber', 'subscriber'], files: /ClusterSubscriber\.(?:js|ts)$/ },
  },
]
