// Known leaks of restify.

import type { KnownLeak } from '../known-leak.ts'

export const restify: readonly KnownLeak[] = [
  {
    package: 'restify',
    versions: '<6.3.4',
    fixedIn: '6.3.4',
    url: 'https://github.com/restify/node-restify/pull/1566',
    says: 'requests that are aborted while their body is read are never let go',
    signs: { files: /(?:bodyReader|body_reader)\.js$/ },
  },
]
