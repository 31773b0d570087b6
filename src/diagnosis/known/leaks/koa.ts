// Known leaks of koa.

import type { KnownLeak } from '../known-leak.ts'

export const koa: readonly KnownLeak[] = [
  {
    package: 'koa',
    versions: '<3.1.0',
    fixedIn: '3.1.0',
    url: 'https://github.com/koajs/koa/pull/1893',
    says: 'a stream as body stays when the client goes away before its end',
    signs: {
      files: /koa\/lib\/(?:application|response)\.js$/,
      causes: ['stream-buffer', 'event-listener', 'closure'],
    },
  },
]
