// Known leaks of newrelic.

import type { KnownLeak } from '../known-leak.ts'

export const newrelic: readonly KnownLeak[] = [
  {
    package: 'newrelic',
    versions: '<14.2.1',
    fixedIn: '14.2.1',
    url: 'https://github.com/newrelic/node-newrelic/pull/4108',
    says: 'each winston logger leaves a transport behind a listener on process',
    signs: { names: ['NrTransport'] },
  },
  {
    package: 'newrelic',
    versions: '<13.19.2',
    fixedIn: '13.19.2',
    url: 'https://github.com/newrelic/node-newrelic/pull/3907',
    says: 'its child_process instrumentation leaves handlers that were added by once()',
    signs: { files: /child[_-]process\.js$/ },
  },
]
