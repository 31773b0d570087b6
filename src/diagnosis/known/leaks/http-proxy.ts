// Known leaks of http-proxy.

import type { KnownLeak } from '../known-leak.ts'

export const httpProxy: readonly KnownLeak[] = [
  {
    package: 'http-proxy',
    versions: '*',
    fixedIn: null,
    url: 'https://github.com/chimurai/http-proxy-middleware/issues/782',
    says: 'requests whose client went away keep their socket to the target open',
    signs: {
      files: /http-proxy\/lib\/http-proxy\/passes\//,
      causes: ['connection', 'handle', 'event-listener', 'closure'],
    },
  },
]
