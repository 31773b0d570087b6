// Known leaks of winston.

import type { KnownLeak } from '../known-leak.ts'

export const winston: readonly KnownLeak[] = [
  {
    package: 'winston',
    versions: '>=3.0.0 <3.4.0',
    fixedIn: '3.4.0',
    url: 'https://github.com/winstonjs/winston/pull/1824',
    says: 'close() leaves its handlers of uncaughtException and unhandledRejection on process',
    signs: {
      names: ['uncaughtException', 'unhandledRejection', 'ExceptionHandler', 'RejectionHandler'],
    },
  },
  {
    package: 'winston',
    versions: '>=3.0.0 <3.6.0',
    fixedIn: '3.6.0',
    url: 'https://github.com/winstonjs/winston/pull/2057',
    says: 'callbacks of writes stay pending until the next tick, which a busy loop never reaches',
    signs: {
      files:
        /\/winston\/(?:dist|lib)\/winston\/(?:create-logger|logger|exception-stream|transports\/[\w-]+)\.js$/,
      causes: ['promise', 'stream-buffer', 'closure'],
    },
  },
]
