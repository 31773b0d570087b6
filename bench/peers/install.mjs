// The peers, each in a folder of its own in the cache: they are no dependencies of this project.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { lastWords, runNpm } from '../../scripts/npm-command.mjs'

const CACHE = resolve(import.meta.dirname, '../../.cache/peers')
const INSTALL_LIMIT_MS = 15 * 60_000

/** Package by name of the peer. */
export const PEER_PACKAGES = /** @type {const} */ ({
  memlab: 'memlab@2.0.5',
  'clinic-doctor': 'clinic@13.0.0',
  'node-memwatch': '@airbnb/node-memwatch@3.0.0',
})

/** @typedef {keyof typeof PEER_PACKAGES} PackagedPeer */

/**
 * What node-gyp needs to build without a download, where this Node came with its headers.
 *
 * @returns {NodeJS.ProcessEnv}
 */
function buildEnvironment() {
  const prefix = dirname(dirname(process.execPath))
  const headers = existsSync(join(prefix, 'include/node/node.h'))
  return headers ? { npm_config_nodedir: prefix } : {}
}

/**
 * The folder of the installed package; where it does not install, the reason.
 *
 * @param {PackagedPeer} peer
 * @returns {{ folder: string, trouble: null } | { folder: null, trouble: string }}
 */
export function installed(peer) {
  const spec = PEER_PACKAGES[peer]
  const place = join(CACHE, peer)
  const folder = join(place, 'node_modules', spec.replace(/@[^@]*$/, ''))
  if (existsSync(join(place, 'installed'))) return { folder, trouble: null }
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'package.json'), '{ "private": true }\n')
  const outside = { PUPPETEER_SKIP_DOWNLOAD: '1', NO_INSIGHT: '1', ...buildEnvironment() }
  Object.assign(process.env, outside)
  const args = ['install', '--no-audit', '--no-fund', '--loglevel', 'error', spec]
  const outcome = runNpm(args, { cwd: place, limitMs: INSTALL_LIMIT_MS })
  if (outcome.code !== 0) return { folder: null, trouble: lastWords(outcome) }
  writeFileSync(join(place, 'installed'), spec)
  return { folder, trouble: null }
}
