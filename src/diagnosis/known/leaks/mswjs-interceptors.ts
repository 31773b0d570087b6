// Known leaks of @mswjs/interceptors.

import type { KnownLeak } from '../known-leak.ts'

export const mswjsInterceptors: readonly KnownLeak[] = [
  {
    package: '@mswjs/interceptors',
    versions: '>=0.40.0',
    fixedIn: null,
    url: 'https://github.com/mswjs/interceptors/issues/783',
    says: 'each request leaves an abort listener on its signal',
    signs: {
      names: ['abort', 'AbortSignal', 'handleRequest'],
      files: /interceptors\/(?:lib|src)\//,
      causes: ['event-target-listener', 'closure'],
    },
  },
]
