// What ajv keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const ajvRetainers: readonly KnownRetainer[] = [
  {
    package: 'ajv',
    versions: '*',
    url: 'https://ajv.js.org/guide/managing-schemas.html',
    says: 'Ajv keeps each schema that it compiled',
    step: { name: /^_cache$/, from: /^Ajv/ },
    allowanceBytes: 0,
  },
]
