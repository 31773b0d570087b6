// Known leaks of jsdom.

import type { KnownLeak } from '../known-leak.ts'

export const jsdom: readonly KnownLeak[] = [
  {
    package: 'jsdom',
    versions: '<16.0.0',
    fixedIn: '16.0.0',
    url: 'https://github.com/jsdom/jsdom/pull/2714',
    says: 'fired timeouts stay in the timer table of their window',
    signs: { names: ['timers', 'startTimer'], files: /Window\.js$/ },
  },
]
