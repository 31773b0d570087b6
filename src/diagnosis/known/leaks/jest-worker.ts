// Known leaks of jest-worker.

import type { KnownLeak } from '../known-leak.ts'

export const jestWorker: readonly KnownLeak[] = [
  {
    package: 'jest-worker',
    versions: '<27.0.0',
    fixedIn: '27.0.0',
    url: 'https://github.com/jestjs/jest/pull/11187',
    says: 'the arguments of the last task stay with an idle worker',
    signs: { names: ['_request', '_lastArgs', 'NodeThreadsWorker'] },
  },
]
