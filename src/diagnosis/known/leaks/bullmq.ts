// Known leaks of bullmq.

import type { KnownLeak } from '../known-leak.ts'

export const bullmq: readonly KnownLeak[] = [
  {
    package: 'bullmq',
    versions: '<1.10.0',
    fixedIn: '1.10.0',
    url: 'https://github.com/taskforcesh/bullmq/pull/285',
    says: 'each round of the worker adds reactions to the promises of jobs that still run',
    signs: { names: ['processing', 'PromiseReaction', 'Promise'], files: /worker\.(?:js|ts)$/ },
  },
]
