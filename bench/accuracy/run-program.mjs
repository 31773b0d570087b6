// Runs Tidemark on programs as a user would, in a private copy of their folder, within a time limit.

import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'

const TIDEMARK = resolve(import.meta.dirname, '../../dist/cli/main.js')
const INSTALL_LIMIT_MS = 300_000
const GRACE_MS = 30_000
const KEPT_OUTPUT_CHARS = 4_000

/**
 * How a process ended. `output` is the end of what it wrote to stderr.
 *
 * @typedef {{ code: number | null, signal: string | null, timedOut: boolean, output: string }} Ended
 */

/**
 * @typedef {object} Run
 * @property {import('../../src/protocol/index.ts').Report | null} report
 * @property {Ended} ended
 * @property {number} wallMs
 */

/**
 * Asks the process to finish, so that it still reports, and ends its whole group if it does not.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
function stop(child) {
  child.kill('SIGINT')
  return setTimeout(() => killGroup(child), GRACE_MS)
}

/** @param {import('node:child_process').ChildProcess} child */
function killGroup(child) {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended in the meantime.
  }
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, limitMs: number, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<Ended>}
 */
export function execute(command, args, { cwd, limitMs, env = process.env }) {
  return new Promise((fulfil) => {
    const child = spawn(command, args, {
      cwd,
      env,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let output = ''
    let timedOut = false
    const timers = [
      setTimeout(() => {
        timedOut = true
        timers.push(stop(child))
      }, limitMs),
    ]
    /** @param {number | null} code @param {string | null} signal */
    const finish = (code, signal) => {
      for (const timer of timers) clearTimeout(timer)
      killGroup(child)
      fulfil({ code, signal, timedOut, output })
    }
    child.stderr.on('data', (chunk) => {
      output = (output + chunk).slice(-KEPT_OUTPUT_CHARS)
    })
    child.on('error', (error) => {
      output += error.message
      finish(null, null)
    })
    child.on('exit', finish)
  })
}

/**
 * A private copy of a folder with its packages installed. Throws where they cannot be.
 *
 * @param {string} folder
 * @returns {Promise<string>}
 */
export async function preparedCopy(folder) {
  const copy = mkdtempSync(join(tmpdir(), 'tidemark-accuracy-'))
  cpSync(folder, copy, {
    recursive: true,
    filter: (source) => source !== join(folder, 'node_modules'),
  })
  if (!hasDependencies(copy)) return copy
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const verb = existsSync(join(copy, 'package-lock.json')) ? 'ci' : 'install'
  const args = [verb, '--no-audit', '--no-fund', '--loglevel', 'error']
  const ended = await execute(npm, args, { cwd: copy, limitMs: INSTALL_LIMIT_MS })
  if (ended.code === 0) return copy
  removeCopy(copy)
  throw new Error(`npm ${verb} failed in a copy of ${folder}: ${ended.output}`)
}

/** @param {string} folder */
function hasDependencies(folder) {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return false
  const { dependencies = {} } = JSON.parse(readFileSync(file, 'utf8'))
  return Object.keys(dependencies).length > 0
}

/** @param {string} copy from `preparedCopy` */
export function removeCopy(copy) {
  rmSync(copy, { recursive: true, force: true, maxRetries: 3 })
}

/**
 * The environment in which `node` is the given binary.
 *
 * @param {string} node
 * @returns {NodeJS.ProcessEnv}
 */
function environmentOf(node) {
  const path = `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}`
  return node === process.execPath ? process.env : { ...process.env, PATH: path }
}

/**
 * Runs `tidemark run` on one program of a copy and reads its report. Tidemark and the program run on `node`.
 *
 * @param {{ copy: string, program: import('./cases.mjs').Program, reportFile: string, limitMs: number, extra: readonly string[], node?: string }} options
 * @returns {Promise<Run>}
 */
export async function runProgram(options) {
  const { copy, program, reportFile, limitMs, extra, node = process.execPath } = options
  rmSync(reportFile, { force: true })
  const { file, nodeArgs } = program
  const command = nodeArgs.length === 0 ? [file] : ['--', 'node', ...nodeArgs, file]
  const args = [TIDEMARK, 'run', '--json', reportFile, ...extra, ...command]
  const begunAt = performance.now()
  const ended = await execute(node, args, { cwd: copy, limitMs, env: environmentOf(node) })
  const wallMs = performance.now() - begunAt
  const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : null
  return { report, ended, wallMs }
}
