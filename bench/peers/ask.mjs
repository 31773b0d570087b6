// Each peer asked about one program, the way its own documentation shows, and what it answered.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { commandScript } from '../../scripts/npm-command.mjs'
import { readRows } from '../accuracy/row-log.mjs'
import { execute } from '../accuracy/run-program.mjs'
import { fiveInARow, rssLine } from './simple-rules.mjs'

const PROBE = join(import.meta.dirname, 'probe.mjs')
const ANALYSIS_LIMIT_MS = 300_000
const LARGEST_OUTPUT_BYTES = 256 * 1024 * 1024

/** @typedef {import('./simple-rules.mjs').Answer & { text: string }} Answer with all that was printed */

/**
 * A reading of the probe.
 *
 * @typedef {{ kind: string, atMs: number, bytes: number, grew?: { what: string, bytes: number }[] }} Reading
 */

/**
 * @typedef {object} Asked
 * @property {string} cwd
 * @property {import('../accuracy/cases.mjs').Program} program
 * @property {number} limitMs
 * @property {number} durationMs of the program alone
 */

/**
 * @template T
 * @param {(folder: string) => Promise<T>} use of a private folder, which is gone afterwards
 * @returns {Promise<T>}
 */
async function withFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-peer-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** @param {Asked} asked @param {Record<string, string>} env */
async function runProbed({ cwd, program, limitMs }, env) {
  const args = ['--import', pathToFileURL(PROBE).href, ...program.nodeArgs, program.file]
  return execute(process.execPath, args, { cwd, limitMs, env: { ...process.env, ...env } })
}

/** @param {string} text @returns {string} without what only a terminal understands */
function plainText(text) {
  return stripVTControlCharacters(text).replaceAll('\r', '\n')
}

/**
 * The program alone, and what the two simple rules say of it.
 *
 * @param {Asked} asked
 * @returns {Promise<{ durationMs: number, floors: Answer, rss: Answer }>}
 */
export function askSimpleRules(asked) {
  return withFolder(async (folder) => {
    const log = join(folder, 'readings.jsonl')
    await runProbed(asked, { PEER_LOG: log })
    const readings = /** @type {Reading[]} */ (readRows(log))
    const floors = readings.filter(({ kind }) => kind === 'floor').map(({ bytes }) => bytes)
    const rss = readings.filter(({ kind }) => kind === 'rss')
    const durationMs = readings.findLast(({ kind }) => kind !== 'floor')?.atMs ?? 0
    return {
      durationMs,
      floors: { ...fiveInARow(floors), text: '' },
      rss: { ...rssLine(rss), text: '' },
    }
  })
}

/** @param {number} durationMs @param {readonly number[]} parts */
const momentsOf = (durationMs, parts) =>
  parts.map((part) => Math.round(part * durationMs)).join(',')

/**
 * MemLab's `find-leaks` on three snapshots of one run, once as it comes and once over all objects.
 *
 * @param {Asked} asked
 * @param {string} installed folder of the package
 * @returns {Promise<{ plain: Answer, all: Answer }>}
 */
export function askMemlab(asked, installed) {
  return withFolder(async (folder) => {
    const moments = momentsOf(asked.durationMs, [0.3, 0.55, 0.8])
    await runProbed(asked, { PEER_SNAPSHOTS: folder, PEER_MOMENTS_MS: moments })
    const files = ['0', '1', '2'].map((name) => join(folder, `${name}.heapsnapshot`))
    const missing = files.filter((file) => !existsSync(file)).length
    const none = { leak: null, says: `${missing} of 3 snapshots missing`, text: '' }
    if (missing > 0) return { plain: none, all: none }
    const script = commandScript(pathToFileURL(join(installed, 'package.json')).href, 'memlab')
    const [baseline = '', target = '', final = ''] = files
    /** @param {readonly string[]} more */
    const find = (more) => {
      const named = ['--baseline', baseline, '--target', target, '--final', final]
      const args = [script, 'find-leaks', ...named, '--work-dir', join(folder, 'work'), ...more]
      const ended = spawnSync(process.execPath, args, {
        encoding: 'utf8',
        input: '',
        timeout: ANALYSIS_LIMIT_MS,
        maxBuffer: LARGEST_OUTPUT_BYTES,
      })
      return memlabAnswer(plainText(`${ended.stderr}\n${ended.stdout}`))
    }
    return { plain: find([]), all: find(['--trace-all-objects']) }
  })
}

/**
 * @param {string} text
 * @returns {Answer}
 */
export function memlabAnswer(text) {
  const found = text.match(/MemLab found (\d+) leak/)
  if (!found) return { leak: null, says: text.trim().split('\n').at(-1) ?? 'nothing', text }
  const size = text.match(/Retained size of leaked objects: ([\d.]+ ?\w+)/)?.[1]
  return {
    leak: Number(found[1]) > 0,
    says: `found ${found[1]} leak(s)${size ? `, the first of ${size}` : ''}`,
    text,
  }
}

/**
 * Clinic Doctor's category, and whether it sees any trouble with memory at all, which is taken for an accusation.
 *
 * @param {Asked} asked
 * @param {string} installed folder of the package
 * @returns {Promise<Answer>}
 */
export function askDoctor({ cwd, program, limitMs }, installed) {
  return withFolder(async (folder) => {
    const script = commandScript(pathToFileURL(join(installed, 'package.json')).href, 'clinic')
    const own = ['doctor', '--open=false', '--dest', folder, '--', process.execPath]
    const env = { ...process.env, NO_INSIGHT: '1' }
    const args = [script, ...own, ...program.nodeArgs, program.file]
    const ended = await execute(process.execPath, args, { cwd, limitMs: 2 * limitMs, env })
    const page = readdirSync(folder).find((name) => name.endsWith('.html'))
    if (!page) return { leak: null, says: `no report: ${ended.output.trim()}`, text: '' }
    return doctorAnswer(readFileSync(join(folder, page), 'utf8'))
  })
}

/**
 * @param {string} page Doctor's report
 * @returns {Answer}
 */
export function doctorAnswer(page) {
  const category = page.match(/"issueCategory":"([a-z-]+)"/)?.[1]
  if (!category) return { leak: null, says: 'no category in the report', text: '' }
  const memory = page.match(/"issues":\{[^}]*"memory":\{([^}]*)\}/)?.[1] ?? ''
  const sees = memory.includes('"performance"')
  const says = `issue ${category}, memory ${sees ? 'performance' : 'none'}`
  return { leak: category === 'data' ? null : sees, says, text: '' }
}

/**
 * node-memwatch: its leak event, which it no longer raises, and what its diff of two heaps lists.
 *
 * @param {Asked} asked
 * @param {string} installed folder of the package
 * @returns {Promise<Answer>}
 */
export function askMemwatch(asked, installed) {
  return withFolder(async (folder) => {
    const log = join(folder, 'readings.jsonl')
    const moments = momentsOf(asked.durationMs, [0.3, 0.8])
    const env = { PEER_LOG: log, PEER_MEMWATCH: installed, PEER_MOMENTS_MS: moments }
    await runProbed(asked, env)
    const readings = /** @type {Reading[]} */ (readRows(log))
    const events = readings.filter(({ kind }) => kind === 'leak').length
    const grew = readings.find(({ kind }) => kind === 'diff')?.grew ?? []
    const list = grew.map(({ what, bytes }) => `${what} +${(bytes / 1e6).toFixed(1)} MB`).join(', ')
    const says = `${events} leak events; diff: ${list || 'none'}`
    return { leak: events > 0, says, text: list }
  })
}
