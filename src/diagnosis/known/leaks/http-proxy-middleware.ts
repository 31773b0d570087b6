// Known leaks of http-proxy-middleware.

import type { KnownLeak } from '../known-leak.ts'

export const httpProxyMiddleware: readonly KnownLeak[] = [
  {
    package: 'http-proxy-middleware',
    versions: '<0.17.2',
    fixedIn: '0.17.2',
    url: 'https://github.com/chimurai/http-proxy-middleware/pull/114',
    says: 'with ws: true each request adds an upgrade listener to the server',
    signs: { names: ['upgrade'], causes: ['event-listener'] },
  },
]
