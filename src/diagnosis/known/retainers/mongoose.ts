// What mongoose keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const mongooseRetainers: readonly KnownRetainer[] = [
  {
    package: 'mongoose',
    versions: '*',
    url: 'https://mongoosejs.com/docs/connections.html',
    says: 'a connection keeps its models and collections',
    step: { name: /^(?:models|collections)$/, from: /^(?:NativeConnection|Mongoose|Connection)$/ },
    allowanceBytes: 0,
  },
]
