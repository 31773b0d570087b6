// What the command line of the bench asks for, as plain data.

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const ROOT = resolve(import.meta.dirname, '../..')
const SUITES = ['lab', 'bench/corpus', 'bench/lookalikes', 'bench/packages']
const USAGE =
  'npm run bench:accuracy -- FOLDER… | --lab | --all [--cases a,b] [--twins leaky] [--repeat 10] ' +
  '[--nodes 20,22,24,26] [--jobs 2] [--rest 2] [--limit 300] [--resume | --print] [--out FILE]'

/**
 * @typedef {object} Settings
 * @property {readonly string[]} folders each a suite of cases
 * @property {readonly string[]} cases names; empty for all
 * @property {readonly string[]} twins names; empty for all
 * @property {readonly string[]} nodes lines such as `22`; `current` is the Node that runs the bench
 * @property {number} repeat
 * @property {number} jobs
 * @property {number} restMs between two programs of a job
 * @property {number} limitMs for one program
 * @property {boolean} resume whether runs that are in the log already are left out
 * @property {boolean} print whether the log is only read, and nothing run
 * @property {string} out the results, as JSON; log, table and reports go beside it
 * @property {readonly string[]} extra options of `tidemark run`
 */

/** @param {string} list separated by commas */
function names(list) {
  return list.split(',').filter((name) => name !== '')
}

const OPTIONS = /** @type {const} */ ({
  lab: { type: 'boolean', default: false },
  all: { type: 'boolean', default: false },
  cases: { type: 'string', default: '' },
  twins: { type: 'string', default: '' },
  nodes: { type: 'string', default: 'current' },
  repeat: { type: 'string', default: '1' },
  jobs: { type: 'string', default: '2' },
  rest: { type: 'string', default: '0' },
  limit: { type: 'string', default: '300' },
  resume: { type: 'boolean', default: false },
  print: { type: 'boolean', default: false },
  out: { type: 'string', default: join(ROOT, '.cache/accuracy/results.json') },
})

/**
 * @param {string} name
 * @param {string} text
 * @param {number} least
 */
function amount(name, text, least) {
  const value = Number(text)
  if (Number.isFinite(value) && value >= least) return value
  throw new Error(`--${name} ${text}: a number of at least ${least} is needed\nusage: ${USAGE}`)
}

/**
 * The settings that the arguments ask for. Throws where they make no sense.
 *
 * @param {readonly string[]} argv without node and script
 * @returns {Settings}
 */
export function settingsOf(argv) {
  const end = argv.indexOf('--')
  const own = end < 0 ? argv : argv.slice(0, end)
  const { values, positionals } = parseArgs({
    args: [...own],
    allowPositionals: true,
    options: OPTIONS,
  })
  const known = values.all ? SUITES : values.lab ? ['lab'] : []
  const suites = known.map((suite) => join(ROOT, suite)).filter((folder) => existsSync(folder))
  const folders = [...suites, ...positionals.map((folder) => resolve(folder))]
  if (folders.length === 0) throw new Error(`usage: ${USAGE}`)
  return {
    folders,
    cases: names(values.cases),
    twins: names(values.twins),
    nodes: names(values.nodes),
    repeat: Math.floor(amount('repeat', values.repeat, 1)),
    jobs: Math.floor(amount('jobs', values.jobs, 1)),
    restMs: 1000 * amount('rest', values.rest, 0),
    limitMs: 1000 * amount('limit', values.limit, 1),
    resume: values.resume,
    print: values.print,
    out: resolve(values.out),
    extra: end < 0 ? [] : argv.slice(end + 1),
  }
}
