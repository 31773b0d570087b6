// Runs the server under a memory limit until it dies, alone or under watch.

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const TIDEMARK = resolve(import.meta.dirname, '../../dist/cli/main.js')
const SERVER = join(import.meta.dirname, 'server.mjs')

/**
 * `heap` is V8's own limit, `data` that of the process (`ulimit -d`, Linux), `cgroup` that of a control group which has
 * been made, with its limit, by whoever runs the bench.
 *
 * @typedef {'heap' | 'data' | 'cgroup'} LimitKind
 */

/**
 * @typedef {object} Setting
 * @property {LimitKind} limit
 * @property {'strings' | 'objects' | 'buffers'} kind of what leaks
 * @property {number} megabytes MiB
 * @property {number} perSecond requests
 * @property {string | null} group directory of the control group
 * @property {number} timeLimitMs
 */

/**
 * @typedef {object} Death
 * @property {number} answered requests until it died
 * @property {number} tookMs
 * @property {boolean} timedOut whether it had to be ended
 * @property {string | null} signal
 * @property {import('../../src/protocol/index.ts').Report | null} report `null` where it ran alone, or there is none
 */

/** @param {Setting} setting @returns {string[]} */
function commandOf({ limit, megabytes, group }) {
  const node = [process.execPath]
  if (limit === 'heap') return [...node, `--max-old-space-size=${megabytes}`, SERVER]
  const before =
    limit === 'data' ? `ulimit -d ${megabytes * 1024}` : `echo $$ > '${group ?? ''}/cgroup.procs'`
  return ['sh', '-c', `${before} && exec "$@"`, 'sh', ...node, SERVER]
}

/**
 * @param {Setting} setting
 * @param {boolean} isWatched
 * @returns {Promise<Death>}
 */
export async function runToDeath(setting, isWatched) {
  const directory = mkdtempSync(join(tmpdir(), 'out-of-memory-'))
  const file = join(directory, 'report.json')
  const watch = [process.execPath, TIDEMARK, 'run', '--quiet', '--json', file, '--']
  const [command = '', ...args] = [...(isWatched ? watch : []), ...commandOf(setting)]
  const env = { ...process.env, KIND: setting.kind, PER_SECOND: String(setting.perSecond) }
  const startedAt = performance.now()
  let diedAt = startedAt
  let output = ''
  let timedOut = false
  /** @type {string | null} */
  const signal = await new Promise((fulfil, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
    const timer = setTimeout(() => {
      timedOut = true
      child.kill('SIGTERM')
    }, setting.timeLimitMs)
    child.stdout.setEncoding('utf8').on('data', (text) => {
      diedAt = performance.now()
      output = (output + text).slice(-2000)
    })
    child.once('error', reject)
    child.once('close', (_code, ended) => {
      clearTimeout(timer)
      fulfil(ended)
    })
  })
  const told = [...output.matchAll(/^answered (\d+)$/gm)]
  const report = isWatched ? reportIn(file) : null
  rmSync(directory, { recursive: true })
  const answered = Number(told.at(-1)?.[1] ?? 0)
  return { answered, tookMs: diedAt - startedAt, timedOut, signal, report }
}

/** @param {string} file @returns {import('../../src/protocol/index.ts').Report | null} */
function reportIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
