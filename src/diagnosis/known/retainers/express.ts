// What express keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const expressRetainers: readonly KnownRetainer[] = [
  {
    package: 'express',
    versions: '*',
    url: 'https://expressjs.com/en/guide/routing.html',
    says: 'Express keeps the routes and middleware that were added',
    step: { name: /^stack$/, script: /[\\/](?:express|router)[\\/]/ },
    allowanceBytes: 0,
  },
  {
    package: 'express',
    versions: '*',
    url: 'https://expressjs.com/en/api.html#app.settings.table',
    says: 'Express keeps compiled views when view cache is on',
    step: { name: /^cache$/, script: /[\\/]express[\\/]/ },
    allowanceBytes: 1_000_000,
  },
]
