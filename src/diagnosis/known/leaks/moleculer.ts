// Known leaks of moleculer.

import type { KnownLeak } from '../known-leak.ts'

export const moleculer: readonly KnownLeak[] = [
  {
    package: 'moleculer',
    versions: '<0.14.32',
    fixedIn: '0.14.32',
    url: 'https://github.com/moleculerjs/moleculer/pull/1243',
    says: 'streams that ended stay in the tables of the transit',
    signs: { names: ['pendingReqStreams', 'pendingResStreams'] },
  },
  {
    package: 'moleculer',
    versions: '<0.14.24',
    fixedIn: '0.14.24',
    url: 'https://github.com/moleculerjs/moleculer/issues/1121',
    says: 'services that were destroyed stay in the list of their node',
    signs: { names: ['services'], files: /(?:registry|node|node-catalog)\.js$/ },
  },
]
