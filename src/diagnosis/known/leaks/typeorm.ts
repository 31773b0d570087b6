// Known leaks of typeorm.

import type { KnownLeak } from '../known-leak.ts'

export const typeorm: readonly KnownLeak[] = [
  {
    package: 'typeorm',
    versions: '<0.3.4',
    fixedIn: '0.3.4',
    url: 'https://github.com/typeorm/typeorm/pull/8803',
    says: 'connections of the MySQL pool are taken and never given back',
    signs: { names: ['PoolConnection'], files: /MysqlDriver\.(?:js|ts)$/ },
  },
  {
    package: 'typeorm',
    versions: '<0.3.18',
    fixedIn: '0.3.18',
    url: 'https://github.com/typeorm/typeorm/pull/10316',
    says: 'cursors of MongoDB are cloned and never closed',
    signs: { names: ['FindCursor', 'AggregationCursor'], files: /MongoEntityManager\.(?:js|ts)$/ },
  },
]
