// What other tools say of the same programs, beside Tidemark: `npm run bench:peers`; README.md of bench/accuracy
// has the options. Peers are installed into a cache of their own, never into this project.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { casesOf } from '../accuracy/cases.mjs'
import { Copies } from '../accuracy/copies.mjs'
import { holderNames } from '../accuracy/holder-names.mjs'
import { judge } from '../accuracy/judge.mjs'
import { appendRow, readRows } from '../accuracy/row-log.mjs'
import { runProgram } from '../accuracy/run-program.mjs'
import { askDoctor, askMemlab, askMemwatch, askSimpleRules } from './ask.mjs'
import { installed, PEER_PACKAGES } from './install.mjs'
import { peerText } from './peer-table.mjs'

const ROOT = resolve(import.meta.dirname, '../..')
const DEFAULT_CASES = 'collection,event-listener,timer,array-buffer,closure,circular'

/** @typedef {import('./peer-table.mjs').PeerRow} PeerRow */
/** @typedef {import('../accuracy/cases.mjs').Case} Case */
/** @typedef {import('./install.mjs').PackagedPeer} PackagedPeer */
/** @typedef {Partial<Record<string, { leak: boolean | null, says: string, text: string, holder?: boolean | null }>>} Answers */

function settings() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      cases: { type: 'string', default: '' },
      limit: { type: 'string', default: '300' },
      resume: { type: 'boolean', default: false },
      out: { type: 'string', default: join(ROOT, '.cache/peers-results/results.json') },
    },
  })
  const folders = positionals.length === 0 ? [join(ROOT, 'lab')] : positionals
  const plain = positionals.length === 0 ? DEFAULT_CASES : ''
  const names = (values.cases || plain).split(',').filter((name) => name !== '')
  const cases = folders.flatMap((folder) => casesOf(resolve(folder)))
  return {
    cases: names.length === 0 ? cases : cases.filter((each) => names.includes(each.name)),
    limitMs: 1000 * Number(values.limit),
    resume: values.resume,
    out: resolve(values.out),
  }
}

/** @returns {Map<PackagedPeer, string>} folder by peer, of those that install */
function installAll() {
  const folders = new Map()
  for (const peer of /** @type {PackagedPeer[]} */ (Object.keys(PEER_PACKAGES))) {
    const { folder, trouble } = installed(peer)
    if (folder) folders.set(peer, folder)
    else console.error(`${peer} does not install: ${trouble?.split('\n').at(-1)}`)
  }
  return folders
}

/**
 * Names by which what a peer prints would show the holder.
 *
 * @param {Case} each
 * @param {string} twin
 * @returns {string[]}
 */
function holdersOf(each, twin) {
  if (!each.expected) return holderNames(each.truth?.holder)
  const stated = twin === 'leaky' ? each.expected.leaky?.holder : undefined
  return [stated ?? []].flat()
}

/**
 * @param {import('./ask.mjs').Asked} asked
 * @param {ReadonlyMap<PackagedPeer, string>} folders
 * @returns {Promise<Answers>}
 */
async function askAll(asked, folders) {
  const { durationMs, floors, rss } = await askSimpleRules(asked)
  /** @type {Answers} */
  const answers = { 'five collections in a row': floors, 'line through RSS': rss }
  const timed = { ...asked, durationMs }
  const gone = { leak: null, says: 'does not install', text: '' }
  const memlab = folders.get('memlab')
  const found = memlab ? await askMemlab(timed, memlab) : { plain: gone, all: gone }
  answers['MemLab find-leaks'] = found.plain
  answers['MemLab --trace-all-objects'] = found.all
  const doctor = folders.get('clinic-doctor')
  answers['Clinic Doctor'] = doctor ? await askDoctor(timed, doctor) : gone
  const memwatch = folders.get('node-memwatch')
  answers['node-memwatch'] = memwatch ? await askMemwatch(timed, memwatch) : gone
  return answers
}

/**
 * @param {Case} each
 * @param {import('../accuracy/cases.mjs').Program} program
 * @param {{ cwd: string, limitMs: number, out: string, folders: ReadonlyMap<PackagedPeer, string> }} place
 * @returns {Promise<PeerRow[]>}
 */
async function rowsOf(each, program, { cwd, limitMs, out, folders }) {
  const reportFile = join(
    dirname(out),
    'reports',
    `${each.suite}.${each.name}.${program.twin}.json`,
  )
  const run = await runProgram({ copy: cwd, program, reportFile, limitMs, extra: [] })
  const own = judge(each, program, run)
  const { expected } = own
  if (expected === null) return []
  const asked = { cwd, program, limitMs, durationMs: 0 }
  /** @type {Answers} */
  const answers = {
    Tidemark: {
      leak: own.verdict === null ? null : own.verdict === 'leaking',
      says: `${own.verdict}: ${own.says ?? own.trouble}`,
      text: '',
      holder: own.holderRight,
    },
    ...(await askAll(asked, folders)),
  }
  const holders = holdersOf(each, program.twin)
  return Object.entries(answers).flatMap(([peer, answer]) => {
    if (!answer) return []
    const named = holders.some((name) => answer.text.includes(name))
    const holder = expected === 'leak' && holders.length > 0 ? named : null
    const { leak, says } = answer
    const { suite, name } = each
    const judged = answer.holder === undefined ? holder : answer.holder
    return [{ suite, case: name, twin: program.twin, peer, expected, leak, holder: judged, says }]
  })
}

/** @returns {Promise<void>} */
async function main() {
  const { cases, limitMs, resume, out } = settings()
  const log = out.replace(/(?:\.json)?$/, '.jsonl')
  mkdirSync(join(dirname(out), 'reports'), { recursive: true })
  if (!resume) rmSync(log, { force: true })
  const finished = new Set(
    /** @type {PeerRow[]} */ (readRows(log)).map((row) => `${row.suite}/${row.case}/${row.twin}`),
  )
  const folders = installAll()
  const copies = new Copies()
  try {
    for (const each of cases) {
      for (const program of each.programs) {
        const key = `${each.suite}/${each.name}/${program.twin}`
        if (finished.has(key)) continue
        const cwd = await copies.folderOf(each)
        const rows = await rowsOf(each, program, { cwd, limitMs, out, folders })
        for (const row of rows) appendRow(log, row)
        const said = rows.map(({ peer, leak }) => `${peer} ${leak ?? 'no answer'}`).join(', ')
        console.error(`${key}: ${said}`)
      }
    }
  } finally {
    await copies.remove()
  }
  const rows = /** @type {PeerRow[]} */ (readRows(log))
  writeFileSync(out, `${JSON.stringify(rows, null, 2)}\n`)
  writeFileSync(out.replace(/(?:\.json)?$/, '.md'), peerText(rows))
  console.log(peerText(rows))
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
