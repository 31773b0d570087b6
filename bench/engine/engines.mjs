// The engines, each as the command that does the work on one file. Peers are installed into the cache, never into
// this project; one that does not install or run is left out and said to be.

import { chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { lastWords, runNpm } from '../../scripts/npm-command.mjs'

const CACHE = resolve(import.meta.dirname, '../../.cache/peers/engine')
const INSTALL_LIMIT_MS = 15 * 60_000
const HEAP = '--max-old-space-size=16000'

/** What each folder of the cache holds. */
const PACKAGES = {
  devtools: ['chrome-devtools-frontend@1.0.1705227', 'esbuild@0.28.2'],
  memlab: ['@memlab/heap-analysis@2.0.5', '@memlab/core@2.0.5'],
  toolkit: ['heap-snapshot-toolkit@1.1.3'],
  'v8-heap-parser': ['@vscode/v8-heap-parser@0.1.0'],
  'native-tool': ['@heap-snapshot/tool@0.0.10'],
  programs: ['typescript@5.9.3', 'fastify@5.12.8', 'webpack@5.112.2'],
}

/** @typedef {{ name: string, command: (file: string) => string[] }} Engine */

/**
 * The folder that a part of the bench is installed in; `null` where it does not install.
 *
 * @param {keyof typeof PACKAGES} name
 * @returns {string | null}
 */
export function peerFolder(name) {
  const folder = join(CACHE, name)
  if (existsSync(join(folder, 'installed'))) return folder
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  process.env['PUPPETEER_SKIP_DOWNLOAD'] = '1'
  const quiet = ['--no-audit', '--no-fund', '--loglevel', 'error']
  const args = ['install', ...quiet, '--ignore-scripts', ...PACKAGES[name]]
  const outcome = runNpm(args, { cwd: folder, limitMs: INSTALL_LIMIT_MS })
  if (outcome.code !== 0) {
    console.error(`${name} does not install: ${lastWords(outcome)}`)
    return null
  }
  writeFileSync(join(folder, 'installed'), '')
  return folder
}

/**
 * Tidemark, and those of the peers that run here.
 *
 * @param {readonly string[]} peers
 * @returns {Engine[]}
 */
export function engines(peers) {
  const script = (/** @type {string} */ name) => join(import.meta.dirname, 'peers', name)
  /** @type {Engine[]} */
  const found = [
    { name: 'tidemark', command: (file) => [process.execPath, script('tidemark.mjs'), file] },
  ]
  for (const peer of peers) {
    const folder = peerFolder(/** @type {keyof typeof PACKAGES} */ (peer))
    const command = folder === null ? null : commandOf(peer, folder, script)
    if (command !== null) found.push({ name: peer, command })
    else console.error(`${peer} is left out`)
  }
  return found
}

/**
 * @param {string} peer
 * @param {string} folder
 * @param {(name: string) => string} script
 * @returns {Engine['command'] | null}
 */
function commandOf(peer, folder, script) {
  const node = (/** @type {string} */ name, /** @type {string} */ first) => {
    return (/** @type {string} */ file) => [process.execPath, HEAP, script(name), first, file]
  }
  if (peer === 'memlab') return node('memlab.cjs', folder)
  if (peer === 'toolkit') return node('toolkit.mjs', folder)
  if (peer === 'v8-heap-parser') return node('v8-heap-parser.cjs', folder)
  if (peer === 'devtools') {
    const bundle = bundled(folder)
    return bundle === null ? null : node('devtools.mjs', bundle)
  }
  const tool = join(folder, 'node_modules/@heap-snapshot', `${process.platform}-${process.arch}`)
  const binary = join(folder, 'heap-snapshot')
  if (!existsSync(binary)) {
    copyFileSync(join(tool, 'heap-snapshot'), binary)
    chmodSync(binary, 0o755)
  }
  const { status, stderr } = spawnSync(binary, ['--help'], { encoding: 'utf8' })
  if (status === 0) return (file) => [binary, 'summary', file]
  console.error(`${peer} does not run here: ${stderr?.trim().split('\n').at(-1)}`)
  return null
}

/**
 * DevTools' engine as one file; its texts in other languages, which its sources import, are not in the package.
 *
 * @param {string} folder
 * @returns {string | null}
 */
function bundled(folder) {
  const bundle = join(folder, 'engine.mjs')
  if (existsSync(bundle)) return bundle
  const front = join(folder, 'node_modules/chrome-devtools-frontend/front_end')
  const worker = join(front, 'entrypoints/heap_snapshot_worker')
  writeFileSync(
    join(folder, 'entry.ts'),
    `export { HeapSnapshotLoader } from '${worker}/HeapSnapshotLoader.js'\n` +
      `export { SecondaryInitManager } from '${worker}/HeapSnapshot.js'\n`,
  )
  writeFileSync(
    join(front, 'core/i18n/locales.js'),
    `export const BUNDLED_LOCALES = ['en-US'], DEFAULT_LOCALE = 'en-US', LOCALES = ['en-US']\n` +
      `export const LOCAL_FETCH_PATTERN = '', REMOTE_FETCH_PATTERN = ''\n`,
  )
  const args = ['entry.ts', '--bundle', '--format=esm', '--platform=node', '--outfile=engine.mjs']
  const esbuild = join(folder, 'node_modules/.bin/esbuild')
  const { status, stderr } = spawnSync(esbuild, args, { cwd: folder, encoding: 'utf8' })
  if (status === 0) return bundle
  console.error(`devtools does not bundle: ${stderr}`)
  return null
}
