// Known leaks of jest-circus.

import type { KnownLeak } from '../known-leak.ts'

export const jestCircus: readonly KnownLeak[] = [
  {
    package: 'jest-circus',
    versions: '<25.5.3',
    fixedIn: '25.5.3',
    url: 'https://github.com/jestjs/jest/pull/9934',
    says: 'results keep the environment of their test file when run in band',
    signs: { files: /legacy-code-todo-rewrite\/jestAdapter/ },
  },
]
