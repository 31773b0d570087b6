// How often Tidemark is right: runs it on programs whose truth is known and prints the score.
// `npm run bench:accuracy -- --all`; README.md has the options.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { nodeOfLine } from '../../scripts/node-line.mjs'
import { casesOf } from './cases.mjs'
import { Copies } from './copies.mjs'
import { judge } from './judge.mjs'
import { shares, verdictTimes } from './measures.mjs'
import { keyOf, plannedRuns, runKey } from './plan.mjs'
import { appendRow, readRows } from './row-log.mjs'
import { runProgram } from './run-program.mjs'
import { markdown } from './scorecard.mjs'
import { settingsOf } from './settings.mjs'

/** @typedef {import('./judge.mjs').Row} Row */
/** @typedef {import('./settings.mjs').Settings} Settings */

/** @param {string} out */
const besides = (out) => ({
  log: out.replace(/(?:\.json)?$/, '.jsonl'),
  text: out.replace(/(?:\.json)?$/, '.md'),
  reports: join(dirname(out), 'reports'),
})

/** @param {unknown} error */
const words = (error) => (error instanceof Error ? error.message : String(error))

/**
 * @param {import('./plan.mjs').PlannedRun} run
 * @param {{ options: Settings, copies: Copies, binaries: ReadonlyMap<string, string> }} place
 * @returns {Promise<Row>}
 */
async function made(run, { options, copies, binaries }) {
  const { limitMs, extra, out } = options
  const copy = await copies.folderOf(run.case)
  const reportFile = join(besides(out).reports, `${keyOf(run).replaceAll('/', '.')}.json`)
  const node = binaries.get(run.node) ?? process.execPath
  const { program } = run
  const outcome = await runProgram({ copy, program, reportFile, limitMs, extra, node })
  return judge(run.case, program, outcome, run)
}

/**
 * @param {readonly import('./plan.mjs').PlannedRun[]} runs
 * @param {Settings} options
 * @returns {Promise<string[]>} what could not be run, and why
 */
async function makeAll(runs, options) {
  const lines = options.nodes.filter((line) => line !== 'current')
  const binaries = new Map(lines.map((line) => [line, nodeOfLine(line)]))
  const copies = new Copies()
  const waiting = [...runs]
  /** @type {Set<string>} */
  const failures = new Set()
  const worker = async () => {
    for (let run = waiting.shift(); run; run = waiting.shift()) {
      try {
        const row = await made(run, { options, copies, binaries })
        appendRow(besides(options.out).log, row)
        console.error(`${keyOf(run)}: ${row.verdict ?? row.trouble} (${waiting.length} to go)`)
      } catch (error) {
        failures.add(`${run.case.suite}/${run.case.name}: ${words(error)}`)
      }
      if (waiting.length > 0) await sleep(options.restMs)
    }
  }
  try {
    await Promise.all(Array.from({ length: options.jobs }, worker))
  } finally {
    await copies.remove()
  }
  return [...failures]
}

/** @returns {Promise<number>} the exit code: 1 where a program could not be run or gave no report */
async function main() {
  const options = settingsOf(process.argv.slice(2))
  const { log, text, reports } = besides(options.out)
  const cases = options.folders.flatMap((folder) => casesOf(folder))
  mkdirSync(reports, { recursive: true })
  if (!options.resume && !options.print) rmSync(log, { force: true })
  const logged = /** @type {Row[]} */ (readRows(log))
  const runs = options.print ? [] : plannedRuns(cases, options, new Set(logged.map(runKey)))
  const failures = await makeAll(runs, options)
  const order = cases.map((each) => `${each.suite}/${each.name}`)
  /** @param {Row} row */
  const place = (row) => order.indexOf(`${row.suite}/${row.case}`)
  const rows = /** @type {Row[]} */ (readRows(log)).toSorted((a, b) => place(a) - place(b))
  const results = { rows, shares: shares(rows), verdictTimes: verdictTimes(rows), failures }
  writeFileSync(options.out, `${JSON.stringify(results, null, 2)}\n`)
  writeFileSync(text, markdown(rows))
  console.log(markdown(rows))
  for (const failure of failures) console.error(failure)
  return failures.length > 0 || rows.some((row) => row.verdict === null) ? 1 : 0
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(words(error))
  process.exitCode = 2
}
