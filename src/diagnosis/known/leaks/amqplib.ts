// Known leaks of amqplib.

import type { KnownLeak } from '../known-leak.ts'

export const amqplib: readonly KnownLeak[] = [
  {
    package: 'amqplib',
    versions: '<1.0.4',
    fixedIn: '1.0.4',
    url: 'https://github.com/amqp-node/amqplib/issues/842',
    says: 'publish() on a closed confirm channel keeps its callback as unconfirmed',
    signs: { names: ['unconfirmed', 'ConfirmChannel'] },
  },
]
