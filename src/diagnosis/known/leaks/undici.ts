// Known leaks of undici.

import type { KnownLeak } from '../known-leak.ts'

export const undici: readonly KnownLeak[] = [
  {
    package: 'undici',
    versions: '<5.21.1',
    fixedIn: '5.21.1',
    url: 'https://github.com/nodejs/undici/pull/2049',
    says: 'fetch() with a signal keeps the request through its abort listener',
    signs: {
      files: /fetch\/request\.js$/,
      causes: ['event-target-listener', 'closure', 'weak-misuse', 'collection'],
    },
  },
  {
    package: 'undici',
    versions: '>=6.0.0 <6.15.0',
    fixedIn: '6.15.0',
    url: 'https://github.com/nodejs/undici/pull/3158',
    says: 'fetch() leaves its abort listener on the signal that it was given',
    signs: { names: ['AbortSignal', 'abort'], files: /fetch\/request\.js$/ },
  },
  {
    package: 'undici',
    versions: '>=7.0.0 <7.10.0',
    fixedIn: '7.10.0',
    url: 'https://github.com/nodejs/undici/pull/4223',
    says: 'an Agent keeps a dispatcher for every origin it ever met',
    signs: { names: ['Agent', 'clients'], files: /dispatcher\/agent\.js$/ },
  },
  {
    package: 'undici',
    versions: '<5.22.0',
    fixedIn: '5.22.0',
    url: 'https://github.com/nodejs/undici/pull/2058',
    says: 'a client that is destroyed while it connects leaves its socket open',
    signs: {
      names: ['TLSSocket', 'Socket'],
      files: /lib\/(?:client|core\/connect)\.js$/,
      causes: ['connection', 'handle', 'closure'],
    },
  },
  {
    package: 'undici',
    versions: '<2.0.5',
    fixedIn: '2.0.5',
    url: 'https://github.com/nodejs/undici/pull/435',
    says: 'a socket under back pressure keeps the chunks that wait',
    signs: { names: ['Socket', 'TLSSocket'], files: /lib\/client(?:-base)?\.js$/ },
  },
]
