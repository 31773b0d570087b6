// Known leaks of axios.

import type { KnownLeak } from '../known-leak.ts'

export const axios: readonly KnownLeak[] = [
  {
    package: 'axios',
    versions: '<0.22.0',
    fixedIn: '0.22.0',
    url: 'https://github.com/axios/axios/pull/3305',
    says: 'each request adds a callback to the promise of a shared CancelToken and never takes it back',
    signs: { names: ['onCanceled', 'CancelToken'] },
  },
]
