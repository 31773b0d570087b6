// Known leaks of inflight.

import type { KnownLeak } from '../known-leak.ts'

export const inflight: readonly KnownLeak[] = [
  {
    package: 'inflight',
    versions: '*',
    fixedIn: null,
    url: 'https://github.com/isaacs/inflight-DEPRECATED-DO-NOT-USE/issues/5',
    says: 'callbacks of calls that never end are kept by their key',
    signs: { names: ['reqs'] },
  },
]
