// Known leaks of jsforce.

import type { KnownLeak } from '../known-leak.ts'

export const jsforce: readonly KnownLeak[] = [
  {
    package: 'jsforce',
    versions: '<1.9.1',
    fixedIn: '1.9.1',
    url: 'https://github.com/jsforce/jsforce/issues/356',
    says: 'each query of a connection adds a listener to its cache',
    signs: { names: ['value'], causes: ['event-listener'] },
  },
]
