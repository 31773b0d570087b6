// Whether Tidemark says the same of the same program in another guise: other names, another order, more heap
// beside it, another load, a busy machine. `npm run bench:metamorphic`; README.md of bench/accuracy has more.

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { casesOf } from '../accuracy/cases.mjs'
import { judge } from '../accuracy/judge.mjs'
import { appendRow, readRows } from '../accuracy/row-log.mjs'
import { runProgram } from '../accuracy/run-program.mjs'
import { samenessText } from './sameness-table.mjs'
import { TRANSFORMATIONS } from './transformations.mjs'

const ROOT = resolve(import.meta.dirname, '../..')
// Below the project, so that programs find its packages.
const COPIES = join(ROOT, '.cache/metamorphic')
const PLAIN = TRANSFORMATIONS[0]?.name ?? ''
const DEFAULT_CASES =
  'collection,event-listener,timer,closure,promise-race,array-buffer,string-slice'

/** @typedef {import('./sameness-table.mjs').GuiseRow} GuiseRow */
/** @typedef {import('./transformations.mjs').Transformation} Transformation */
/** @typedef {import('../accuracy/cases.mjs').Case} Case */

/** @param {string} list */
const names = (list) => list.split(',').filter((name) => name !== '')

function settings() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      cases: { type: 'string', default: '' },
      guises: { type: 'string', default: '' },
      limit: { type: 'string', default: '300' },
      resume: { type: 'boolean', default: false },
      out: { type: 'string', default: join(COPIES, 'results.json') },
    },
  })
  const folders = positionals.length === 0 ? [join(ROOT, 'lab')] : positionals
  const wanted = names(values.cases || (positionals.length === 0 ? DEFAULT_CASES : ''))
  const guises = names(values.guises)
  return {
    cases: folders
      .flatMap((folder) => casesOf(resolve(folder)))
      .filter((each) => each.expected !== null)
      .filter((each) => wanted.length === 0 || wanted.includes(each.name)),
    guises: TRANSFORMATIONS.filter(
      ({ name }) => guises.length === 0 || name === PLAIN || guises.includes(name),
    ),
    limitMs: 1000 * Number(values.limit),
    resume: values.resume,
    out: resolve(values.out),
  }
}

/**
 * @param {Case} each
 * @param {import('../accuracy/cases.mjs').Program} program
 * @param {Transformation} guise
 * @param {{ limitMs: number, reportFile: string }} options
 * @returns {Promise<GuiseRow>}
 */
async function made(each, program, guise, { limitMs, reportFile }) {
  const copy = mkdtempSync(join(COPIES, 'copy-'))
  cpSync(each.folder, copy, { recursive: true })
  const changed = guise.apply(copy, program)
  const end = guise.surround?.()
  try {
    const run = await runProgram({ copy, program: changed, reportFile, limitMs, extra: [] })
    return { ...judge(each, program, run), guise: guise.name, keepsNames: guise.keepsNames }
  } finally {
    end?.()
    rmSync(copy, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** @returns {Promise<void>} */
async function main() {
  const { cases, guises, limitMs, resume, out } = settings()
  const log = out.replace(/(?:\.json)?$/, '.jsonl')
  mkdirSync(COPIES, { recursive: true })
  mkdirSync(join(dirname(out), 'reports'), { recursive: true })
  if (!resume) rmSync(log, { force: true })
  /** @param {readonly string[]} parts */
  const keyOf = (...parts) => parts.join('/')
  const logged = /** @type {GuiseRow[]} */ (readRows(log))
  const finished = new Set(logged.map((row) => keyOf(row.suite, row.case, row.twin, row.guise)))
  for (const each of cases) {
    for (const program of each.programs) {
      for (const guise of guises) {
        const key = keyOf(each.suite, each.name, program.twin, guise.name)
        if (finished.has(key)) continue
        const reportFile = join(dirname(out), 'reports', `${key.replaceAll(/[/ ]/g, '.')}.json`)
        const row = await made(each, program, guise, { limitMs, reportFile })
        appendRow(log, row)
        console.error(
          `${key}: ${row.verdict ?? row.trouble} ${row.cause ?? ''} ${row.fingerprint ?? ''}`,
        )
      }
    }
  }
  const rows = /** @type {GuiseRow[]} */ (readRows(log))
  writeFileSync(out, `${JSON.stringify(rows, null, 2)}\n`)
  writeFileSync(out.replace(/(?:\.json)?$/, '.md'), samenessText(rows, PLAIN))
  console.log(samenessText(rows, PLAIN))
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
