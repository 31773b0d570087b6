// Known leaks of nunjucks.

import type { KnownLeak } from '../known-leak.ts'

export const nunjucks: readonly KnownLeak[] = [
  {
    package: 'nunjucks',
    versions: '*',
    fixedIn: null,
    url: 'https://github.com/mozilla/nunjucks/issues/1476',
    says: 'the file watcher of an environment with watch: true cannot be closed',
    signs: { files: /node-loaders\.js$/ },
  },
]
