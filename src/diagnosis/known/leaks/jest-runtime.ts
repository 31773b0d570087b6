// Known leaks of jest-runtime.

import type { KnownLeak } from '../known-leak.ts'

export const jestRuntime: readonly KnownLeak[] = [
  {
    package: 'jest-runtime',
    versions: '<24.8.0',
    fixedIn: '24.8.0',
    url: 'https://github.com/jestjs/jest/pull/8282',
    says: 'the module registry of a test file outlives it',
    signs: { names: ['_moduleRegistry', '_mockRegistry'] },
  },
]
