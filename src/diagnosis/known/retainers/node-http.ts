// What Node (http) keeps by design.

import type { KnownRetainer } from '../known-retainer.ts'

export const nodeHttpRetainers: readonly KnownRetainer[] = [
  {
    package: 'node',
    versions: '*',
    url: 'https://nodejs.org/api/http.html#agentfreesockets',
    says: 'an Agent keeps free sockets for the next request',
    step: { name: /^freeSockets$/ },
    allowanceBytes: 1_000_000,
  },
  {
    package: 'node',
    versions: '*',
    url: 'https://nodejs.org/api/http.html#agentsockets',
    says: 'an Agent keeps the sockets that are in use',
    step: { name: /^sockets$/, from: /Agent$/ },
    allowanceBytes: 1_000_000,
  },
  {
    package: 'node',
    versions: '*',
    url: 'https://nodejs.org/api/https.html#new-agentoptions',
    says: 'an https Agent keeps up to 100 TLS sessions',
    step: { name: /^_sessionCache$/ },
    allowanceBytes: 1_000_000,
  },
  {
    package: 'node',
    versions: '*',
    url: 'https://nodejs.org/api/http.html#class-httpserver',
    says: 'a server keeps its connections while they are alive',
    step: { to: /^ConnectionsList$/ },
    allowanceBytes: 1_000_000,
  },
  {
    package: 'node',
    versions: '*',
    url: 'https://nodejs.org/api/http.html#class-httpserver',
    says: 'Node keeps up to 1,000 HTTP parsers to use them again',
    step: { to: /^FreeList$/ },
    allowanceBytes: 1_000_000,
  },
]
