// How slow a leak may be and still be found: healthy hosts into whose source a leak of a given kind and rate is
// put, on a clock that runs faster. `npm run bench:mutate`; README.md has the options.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { judge } from '../accuracy/judge.mjs'
import { appendRow, readRows } from '../accuracy/row-log.mjs'
import { runProgram } from '../accuracy/run-program.mjs'
import { detectionText } from './detection-table.mjs'
import { experimentKey, experiments } from './experiments.mjs'
import { expectation, HEALTHY, mutated, unmutated } from './mutant.mjs'
import { bytesPerOperation } from './rate.mjs'

const ROOT = resolve(import.meta.dirname, '../..')
const HOST_FOLDER = join(import.meta.dirname, 'hosts')
const GRACE_MS = 120_000

/** @typedef {import('./detection-table.mjs').MutantRow} MutantRow */
/** @typedef {import('./experiments.mjs').Experiment} Experiment */

/** @param {string} list */
const names = (list) => list.split(',').filter((name) => name !== '')

function settings() {
  const { values } = parseArgs({
    options: {
      rates: { type: 'string', default: '0.1,0.3,1,3,10' },
      hosts: { type: 'string', default: '' },
      kinds: { type: 'string', default: '' },
      repeat: { type: 'string', default: '1' },
      controls: { type: 'string', default: '3' },
      full: { type: 'boolean', default: false },
      'heap-mb': { type: 'string', default: '32' },
      'hour-seconds': { type: 'string', default: '60' },
      hours: { type: 'string', default: '1.5' },
      'per-second': { type: 'string', default: '100' },
      rest: { type: 'string', default: '1' },
      resume: { type: 'boolean', default: false },
      out: { type: 'string', default: join(ROOT, '.cache/mutate/results.json') },
    },
  })
  return {
    planned: experiments({
      rates: names(values.rates).map(Number),
      hosts: names(values.hosts),
      kinds: names(values.kinds),
      repeat: Number(values.repeat),
      controls: Number(values.controls),
      full: values.full,
    }),
    heapBytes: 1e6 * Number(values['heap-mb']),
    clock: { hourSeconds: Number(values['hour-seconds']), hours: Number(values.hours) },
    perSecond: Number(values['per-second']),
    restMs: 1000 * Number(values.rest),
    resume: values.resume,
    out: resolve(values.out),
  }
}

/** @typedef {ReturnType<typeof settings>} Settings */

/**
 * Writes the mutant into a folder of its own.
 *
 * @param {Experiment} experiment
 * @param {Settings} options
 * @returns {import('../accuracy/cases.mjs').Case}
 */
function mutantCase({ host, kind, percentPerHour }, { heapBytes, perSecond, clock }) {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-mutant-'))
  cpSync(HOST_FOLDER, folder, { recursive: true })
  const source = readFileSync(join(HOST_FOLDER, host.target), 'utf8')
  const owed = bytesPerOperation({ percentPerHour, heapBytes, perSecond }, clock)
  const text = kind ? mutated(source, kind, owed) : unmutated(source)
  writeFileSync(join(folder, host.target), text)
  const twin = kind ? 'leaky' : 'healthy'
  return {
    suite: 'mutate',
    name: `${host.name}-${kind?.name ?? 'none'}-${percentPerHour}`,
    folder,
    programs: [{ twin, file: host.file, nodeArgs: [] }],
    truth: null,
    expected: kind ? expectation(host, kind, text) : HEALTHY,
  }
}

/**
 * @param {Experiment} experiment
 * @param {Settings} options
 * @returns {Promise<MutantRow>}
 */
async function made(experiment, options) {
  const each = mutantCase(experiment, options)
  const { host, kind, percentPerHour, repeat } = experiment
  const reports = join(dirname(options.out), 'reports')
  const reportFile = join(reports, `${experimentKey(experiment).replaceAll('/', '.')}.json`)
  const seconds = options.clock.hourSeconds * options.clock.hours
  const env = { SECONDS: seconds, HEAP_BYTES: options.heapBytes, PER_SECOND: options.perSecond }
  for (const [name, value] of Object.entries(env)) process.env[name] = String(value)
  try {
    const [program] = each.programs
    if (!program) throw new Error('a mutant without a program')
    const limitMs = 1000 * seconds + GRACE_MS
    const run = await runProgram({ copy: each.folder, program, reportFile, limitMs, extra: [] })
    const row = judge(each, program, run, { node: 'current', repeat })
    return { ...row, host: host.name, kind: kind?.name ?? 'none', percentPerHour }
  } finally {
    rmSync(each.folder, { recursive: true, force: true })
  }
}

/** @returns {Promise<number>} the exit code: 1 where a run gave no report */
async function main() {
  const options = settings()
  const log = options.out.replace(/(?:\.json)?$/, '.jsonl')
  mkdirSync(join(dirname(options.out), 'reports'), { recursive: true })
  if (!options.resume) rmSync(log, { force: true })
  /** @param {MutantRow} row */
  const keyOfRow = (row) => [row.host, row.kind, row.percentPerHour, row.repeat].join('/')
  const finished = new Set(/** @type {MutantRow[]} */ (readRows(log)).map(keyOfRow))
  const waiting = options.planned.filter((each) => !finished.has(experimentKey(each)))
  for (const [at, experiment] of waiting.entries()) {
    const row = await made(experiment, options)
    appendRow(log, row)
    const left = waiting.length - at - 1
    console.error(`${experimentKey(experiment)}: ${row.verdict ?? row.trouble} (${left} to go)`)
    if (left > 0) await sleep(options.restMs)
  }
  const rows = /** @type {MutantRow[]} */ (readRows(log))
  const { clock, heapBytes } = options
  const text = detectionText(rows, { clock, heapBytes })
  writeFileSync(options.out, `${JSON.stringify({ clock, heapBytes, rows }, null, 2)}\n`)
  writeFileSync(options.out.replace(/(?:\.json)?$/, '.md'), text)
  console.log(text)
  return rows.some((row) => row.verdict === null) ? 1 : 0
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
