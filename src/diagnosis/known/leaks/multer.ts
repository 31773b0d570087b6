// Known leaks of multer.

import type { KnownLeak } from '../known-leak.ts'

export const multer: readonly KnownLeak[] = [
  {
    package: 'multer',
    versions: '<2.0.0',
    fixedIn: '2.0.0',
    url: 'https://github.com/expressjs/multer/security/advisories/GHSA-44fp-w29j-9vj5',
    says: 'uploads that end by an error leave their busboy stream open',
    signs: { names: ['Busboy', 'Multipart', 'FileStream'] },
  },
]
