// Known leaks of workerpool.

import type { KnownLeak } from '../known-leak.ts'

export const workerpool: readonly KnownLeak[] = [
  {
    package: 'workerpool',
    versions: '>=9.2.0 <10.0.2',
    fixedIn: '10.0.2',
    url: 'https://github.com/josdejong/workerpool/issues/542',
    says: 'abort listeners that tasks register are never cleared in their worker',
    signs: { names: ['abortListeners'] },
  },
]
