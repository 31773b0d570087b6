// Known leaks of got.

import type { KnownLeak } from '../known-leak.ts'

export const got: readonly KnownLeak[] = [
  {
    package: 'got',
    versions: '<9.5.1',
    fixedIn: '9.5.1',
    url: 'https://github.com/sindresorhus/got/issues/690',
    says: 'each request on a kept-alive socket leaves a timeout listener',
    signs: {
      names: ['timeout'],
      files: /timed-out\.js$|request-as-event-emitter\.js$/,
      causes: ['event-listener'],
    },
  },
  {
    package: 'got',
    versions: '<8.3.0',
    fixedIn: '8.3.0',
    url: 'https://github.com/sindresorhus/got/pull/465',
    says: 'each request on a kept-alive socket leaves a connect listener',
    signs: { names: ['connect', 'secureConnect'], causes: ['event-listener'] },
  },
  {
    package: 'got',
    versions: '<14.5.0',
    fixedIn: '14.5.0',
    url: 'https://github.com/sindresorhus/got/issues/2351',
    says: 'over HTTP/2 each request leaves a timeout listener on the session',
    signs: {
      names: ['timeout'],
      files: /core\/(?:index|timed-out)\.(?:js|ts)$/,
      causes: ['event-listener'],
    },
  },
]
