// Known leaks of jest-jasmine2.

import type { KnownLeak } from '../known-leak.ts'

export const jestJasmine2: readonly KnownLeak[] = [
  {
    package: 'jest-jasmine2',
    versions: '<24.0.0',
    fixedIn: '24.0.0',
    url: 'https://github.com/jestjs/jest/pull/6965',
    says: 'errors of the framework keep the closures on their stack',
    signs: { names: ['Error', 'initError'], files: /(?:queue_runner|jasmine_async|Spec)\.js$/ },
  },
]
