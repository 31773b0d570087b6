// Known leaks of fastify.

import type { KnownLeak } from '../known-leak.ts'

export const fastify: readonly KnownLeak[] = [
  {
    package: 'fastify',
    versions: '<5.9.0',
    fixedIn: '5.9.0',
    url: 'https://github.com/fastify/fastify/pull/6799',
    says: 'a kept-alive socket keeps the last request and reply in its _meta',
    signs: { names: ['_meta'] },
  },
  {
    package: 'fastify',
    versions: '<3.20.2',
    fixedIn: '3.20.2',
    url: 'https://github.com/fastify/fastify/pull/3254',
    says: 'TLS sockets that ended stay in the set that is closed at the end',
    signs: { names: ['TLSSocket'], files: /fastify\.js$|lib\/server\.js$/ },
  },
]
