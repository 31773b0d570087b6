// Known leaks of mongoose.

import type { KnownLeak } from '../known-leak.ts'

export const mongoose: readonly KnownLeak[] = [
  {
    package: 'mongoose',
    versions: '<6.3.3',
    fixedIn: '6.3.3',
    url: 'https://github.com/Automattic/mongoose/issues/11641',
    says: 'a cursor with populate() collects the documents in its populate options',
    signs: { names: ['_docs', 'QueryCursor', 'populate'] },
  },
  {
    package: 'mongoose',
    versions: '<5.6.9',
    fixedIn: '5.6.9',
    url: 'https://github.com/Automattic/mongoose/issues/8048',
    says: 'each saved document keeps an error with its stack',
    signs: { names: ['$__', 'VersionError', 'versionError'], files: /model\.js$/ },
  },
  {
    package: 'mongoose',
    versions: '<5.6.12',
    fixedIn: '5.6.12',
    url: 'https://github.com/Automattic/mongoose/issues/2874',
    says: 'each discriminator() clones its schema and keeps it',
    signs: { names: ['_originalSchema', 'discriminators'] },
  },
  {
    package: 'mongoose',
    versions: '<5.5.2',
    fixedIn: '5.5.2',
    url: 'https://github.com/Automattic/mongoose/issues/7682',
    says: 'deleted models leave a listener on their connection',
    signs: { names: ['$internalEmitter', 'dropDatabase', 'internalEmitter'] },
  },
  {
    package: 'mongoose',
    versions: '<6.1.8',
    fixedIn: '6.1.8',
    url: 'https://github.com/Automattic/mongoose/pull/11259',
    says: 'transaction() leaves its sessions open',
    signs: {
      names: ['ClientSession', 'ServerSession', 'activeSessions'],
      files: /connection\.js$/,
    },
  },
]
