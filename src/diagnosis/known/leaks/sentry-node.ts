// Known leaks of @sentry/node.

import type { KnownLeak } from '../known-leak.ts'

export const sentryNode: readonly KnownLeak[] = [
  {
    package: '@sentry/node',
    versions: '>=7.48.0 <8.0.0',
    fixedIn: null,
    url: 'https://github.com/getsentry/sentry-javascript/issues/8829',
    says: 'each init() makes another AsyncLocalStorage and keeps it',
    signs: { names: ['AsyncLocalStorage'] },
  },
]
