// Known leaks of nodemailer.

import type { KnownLeak } from '../known-leak.ts'

export const nodemailer: readonly KnownLeak[] = [
  {
    package: 'nodemailer',
    versions: '<6.9.15',
    fixedIn: '6.9.15',
    url: 'https://github.com/nodemailer/nodemailer/pull/1667',
    says: 'a message whose envelope is refused stays with its stream unread',
    signs: {
      files: /smtp-connection\/index\.js$/,
      causes: ['stream-buffer', 'closure', 'array-buffer', 'collection'],
    },
  },
  {
    package: 'nodemailer',
    versions: '<8.0.8',
    fixedIn: '8.0.8',
    url: 'https://github.com/nodemailer/nodemailer/pull/1817',
    says: 'OAuth2 listeners stay on calls that ended by an error',
    signs: { names: ['XOAuth2', 'token'], causes: ['event-listener'] },
  },
]
