// How often Tidemark is right: runs it on programs whose truth is known and prints the score.
//
//   npm run bench:accuracy -- FOLDER [--cases a,b] [--twins leaky] [--jobs 2] [--limit 300]
//                             [--out results.json] [-- options of `tidemark run`]
//   npm run bench:accuracy -- --lab

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { casesOf } from './cases.mjs'
import { judge } from './judge.mjs'
import { preparedCopy, removeCopy, runProgram } from './run-program.mjs'
import { markdown, shares } from './scorecard.mjs'

const ROOT = resolve(import.meta.dirname, '../..')
const USAGE = 'npm run bench:accuracy -- FOLDER | --lab [--cases a,b] [--jobs 2] [--out FILE]'

/**
 * @typedef {object} Settings
 * @property {readonly import('./cases.mjs').Case[]} cases
 * @property {readonly string[]} twins
 * @property {number} jobs
 * @property {number} limitMs
 * @property {string} out
 * @property {readonly string[]} extra
 */

/** @param {string} list separated by commas */
function names(list) {
  return list.split(',').filter((name) => name !== '')
}

/** @returns {Settings} */
function settings() {
  const { values, positionals, tokens } = parseArgs({
    allowPositionals: true,
    tokens: true,
    options: {
      lab: { type: 'boolean', default: false },
      cases: { type: 'string', default: '' },
      twins: { type: 'string', default: '' },
      jobs: { type: 'string', default: '2' },
      limit: { type: 'string', default: '300' },
      out: { type: 'string', default: join(ROOT, '.cache/accuracy/results.json') },
    },
  })
  const terminator = tokens.find((token) => token.kind === 'option-terminator')
  const extra = terminator ? process.argv.slice(2).slice(terminator.index + 1) : []
  const folder = values.lab ? join(ROOT, 'lab') : positionals[0]
  if (folder === undefined || folder === extra[0]) throw new Error(`usage: ${USAGE}`)
  return {
    cases: casesOf(resolve(folder), names(values.cases)),
    twins: names(values.twins),
    jobs: Math.max(1, Number(values.jobs)),
    limitMs: 1000 * Number(values.limit),
    out: resolve(values.out),
    extra,
  }
}

/**
 * Runs the twins of one case one after the other in one copy.
 *
 * @param {import('./cases.mjs').Case} each
 * @param {Settings} options
 * @returns {Promise<import('./judge.mjs').Row[]>}
 */
async function runCase(each, { twins, limitMs, out, extra }) {
  // The lab's programs write nothing and find their packages beside the project.
  const inPlace = each.expected !== null
  const copy = inPlace ? each.folder : await preparedCopy(each.folder)
  const rows = []
  try {
    for (const program of each.programs) {
      if (twins.length > 0 && !twins.includes(program.twin)) continue
      const reportFile = join(dirname(out), 'reports', `${each.name}.${program.twin}.json`)
      const run = await runProgram({ copy, program, reportFile, limitMs, extra })
      const row = judge(each, program, run)
      console.error(`${each.name} ${program.twin}: ${row.verdict ?? row.trouble}`)
      rows.push(row)
    }
  } finally {
    if (!inPlace) removeCopy(copy)
  }
  return rows
}

/** @param {Settings} options */
async function runAll(options) {
  const waiting = [...options.cases]
  /** @type {import('./judge.mjs').Row[]} */
  const rows = []
  /** @type {string[]} */
  const failures = []
  const worker = async () => {
    for (let each = waiting.shift(); each; each = waiting.shift()) {
      try {
        rows.push(...(await runCase(each, options)))
      } catch (error) {
        failures.push(`${each.name}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }
  await Promise.all(Array.from({ length: options.jobs }, worker))
  const order = options.cases.map((each) => each.name)
  rows.sort((a, b) => order.indexOf(a.case) - order.indexOf(b.case))
  return { rows, failures }
}

/** @returns {Promise<number>} the exit code: 1 where a program could not be run or gave no report */
async function main() {
  const options = settings()
  mkdirSync(join(dirname(options.out), 'reports'), { recursive: true })
  const { rows, failures } = await runAll(options)
  const text = markdown(rows)
  const results = { node: process.version, rows, shares: shares(rows), failures }
  writeFileSync(options.out, `${JSON.stringify(results, null, 2)}\n`)
  writeFileSync(options.out.replace(/(?:\.json)?$/, '.md'), text)
  console.log(text)
  for (const failure of failures) console.error(failure)
  return failures.length > 0 || rows.some((row) => row.verdict === null) ? 1 : 0
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
