// What Node (modules) keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const nodeModulesRetainers: readonly KnownRetainer[] = [
  {
    package: 'node',
    versions: '*',
    url: 'https://nodejs.org/api/modules.html#requirecache',
    says: 'Node keeps every module that was loaded, by its file',
    step: { name: /^(?:loaded modules|_cache)$/, to: /^(?:Object|Module|\{|module )/ },
    allowanceBytes: 1_000_000,
  },
  {
    package: 'node',
    versions: '*',
    url: 'https://nodejs.org/api/esm.html#loaders',
    says: 'Node keeps every ES module that was loaded, by its URL',
    step: { to: /^(?:LoadCache|ModuleLoader|ModuleJob|SourceTextModule)$/ },
    allowanceBytes: 1_000_000,
  },
  {
    package: 'node',
    versions: '*',
    url: 'https://nodejs.org/api/modules.html#modulechildren',
    says: 'a module keeps those that it loaded first',
    step: { name: /^children$/, from: /^Module$/ },
    allowanceBytes: 1_000_000,
  },
  {
    package: 'node',
    versions: '*',
    url: 'https://nodejs.org/api/module.html#source-map-support',
    says: 'Node keeps the source maps of loaded modules',
    step: {
      name: /^(?:cjsSourceMapCache|esmSourceMapCache|moduleSourceMapCache|generatedSourceMapCache)$/,
    },
    allowanceBytes: 1_000_000,
  },
]
