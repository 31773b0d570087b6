// Known leaks of log4js.

import type { KnownLeak } from '../known-leak.ts'

export const log4js: readonly KnownLeak[] = [
  {
    package: 'log4js',
    versions: '<6.4.0',
    fixedIn: '6.4.0',
    url: 'https://github.com/log4js-node/log4js-node/pull/1113',
    says: 'configure() called again leaves the files of its appenders open',
    signs: { names: ['appenders', 'RollingFileStream', 'RollingFileWriteStream'] },
  },
]
