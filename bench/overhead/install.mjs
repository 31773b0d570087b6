// The servers and the peers of this bench, in the cache: they are no dependencies of this project.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { lastWords, runNpm } from '../../scripts/npm-command.mjs'

const CACHE = resolve(import.meta.dirname, '../../.cache/overhead')
const INSTALL_LIMIT_MS = 10 * 60_000
const PACKAGES = [
  'express@5.3.0',
  'fastify@5.12.8',
  '@datadog/pprof@5.20.0',
  '@clinic/heap-profiler@5.0.0',
  'prom-client@15.1.3',
]

/** Installs what is missing; throws with npm's last words where it does not install. */
export function installPackages() {
  const mark = join(CACHE, 'installed')
  if (existsSync(mark)) return
  mkdirSync(CACHE, { recursive: true })
  writeFileSync(join(CACHE, 'package.json'), '{ "private": true }\n')
  const args = ['install', '--no-audit', '--no-fund', '--loglevel', 'error', ...PACKAGES]
  const outcome = runNpm(args, { cwd: CACHE, limitMs: INSTALL_LIMIT_MS })
  if (outcome.code !== 0) throw new Error(lastWords(outcome))
  writeFileSync(mark, '')
}

/** `require` as a file in the cache would call it. */
export const requireCached = createRequire(join(CACHE, 'package.json'))
