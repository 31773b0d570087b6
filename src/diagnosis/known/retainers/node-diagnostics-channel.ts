// What Node (diagnostics channel) keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const nodeDiagnosticsChannelRetainers: readonly KnownRetainer[] = [
  {
    package: 'node',
    versions: '*',
    url: 'https://nodejs.org/api/diagnostics_channel.html',
    says: 'Node keeps a channel for each name in use',
    step: { name: /^channels$/, to: /WeakRefMap/ },
    allowanceBytes: 1_000_000,
  },
]
