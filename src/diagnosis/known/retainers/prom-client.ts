// What prom-client keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const promClientRetainers: readonly KnownRetainer[] = [
  {
    package: 'prom-client',
    versions: '*',
    url: 'https://github.com/siimon/prom-client',
    says: 'a metric keeps a value for each combination of its labels',
    step: { name: /^hashMap$/ },
    allowanceBytes: 0,
  },
]
