// npm and installed programs without a shell: the same call on every platform.

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const LARGEST_OUTPUT_BYTES = 64 * 1024 * 1024

/**
 * How a program ended; `code` is `null` where a signal or the time limit ended it.
 *
 * @typedef {{ code: number | null, stdout: string, stderr: string }} Outcome
 */

/**
 * Runs a Node program to its end and collects its output.
 *
 * @param {readonly string[]} args the script first
 * @param {{ cwd: string, node?: string, env?: NodeJS.ProcessEnv, limitMs?: number }} options
 * @returns {Outcome}
 */
export function runNode(args, { cwd, node = process.execPath, env = process.env, limitMs = 0 }) {
  const ended = spawnSync(node, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: LARGEST_OUTPUT_BYTES,
    killSignal: 'SIGKILL',
    ...(limitMs > 0 ? { timeout: limitMs } : {}),
  })
  const trouble = ended.error ? ended.error.message : ''
  return {
    code: ended.status,
    stdout: ended.stdout ?? '',
    stderr: `${ended.stderr ?? ''}${trouble}`,
  }
}

/** The npm that runs this script, or else the one that came with this Node. */
function npmScript() {
  const own = process.env['npm_execpath']
  if (own?.endsWith('.js')) return own
  const below = process.platform === 'win32' ? 'node_modules' : '../lib/node_modules'
  return join(dirname(process.execPath), below, 'npm/bin/npm-cli.js')
}

/**
 * Runs npm in a folder as if it had been called there: what the outer npm says of this project is left out.
 *
 * @param {readonly string[]} args
 * @param {{ cwd: string, limitMs?: number }} options
 * @returns {Outcome}
 */
export function runNpm(args, options) {
  const env = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?:package_|lifecycle_|config_local_prefix$)/.test(name),
  )
  return runNode([npmScript(), ...args], { ...options, env: Object.fromEntries(env) })
}

/**
 * The script behind a command of an installed package.
 *
 * @param {string} packageUrl address of its `package.json`, as `import.meta.resolve` gives it
 * @param {string} command
 * @returns {string}
 */
export function commandScript(packageUrl, command) {
  const file = fileURLToPath(packageUrl)
  const { bin } = JSON.parse(readFileSync(file, 'utf8'))
  return join(dirname(file), typeof bin === 'string' ? bin : bin[command])
}

/**
 * The end of what a program wrote, for a message about its failure.
 *
 * @param {Outcome} outcome
 * @returns {string}
 */
export function lastWords(outcome) {
  const text = `${outcome.stdout}\n${outcome.stderr}`.trim().split('\n').slice(-20).join('\n')
  return `exit ${outcome.code}\n${text}`
}
