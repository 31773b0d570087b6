// How long a program stands still for a snapshot: written by a copy of the process (`fork`), by a copy after V8 has numbered
// the objects in the process (`fork-ids`), and in the process. Each way and size has a process of its own with a heap of many
// small objects; what counts is the ratio. On a busy machine the ratio of CPU time is the one to trust.
//
//     npm run build && node bench/pause/main.mjs [--sizes 100,500] [--times 5] [--node PATH] [--brief] [--no-in-process]
//     node bench/pause/main.mjs --soak 1000 [--node PATH]
//
// `--soak` lets a busy program with worker threads take many snapshots of itself and compares its state before and after.
// `--brief` ends copies once the pause is known. Snapshots in the process take 7 to 8 times the heap in memory, and so do copies: 1,500 MB need about 13 GB.

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'

const WAYS = ['fork', 'fork-ids', 'in-process']
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100,500' },
    times: { type: 'string', default: '5' },
    soak: { type: 'string' },
    node: { type: 'string', default: process.execPath },
    brief: { type: 'boolean', default: false },
    'no-in-process': { type: 'boolean', default: false },
  },
})

/** @param {readonly number[]} numbers */
function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? NaN
}

/**
 * Runs one of the programs beside this file and reads what it prints.
 *
 * @param {readonly string[]} args
 */
async function run(args) {
  const options = { cwd: import.meta.dirname, maxBuffer: 2 ** 28 }
  const { stdout } = await promisify(execFile)(values.node, args, options)
  return JSON.parse(stdout)
}

/**
 * @typedef {{ pauseMs: number, cpuMs: number, gapMs: number, tookMs: number, bytes: number, tries: number }} Round
 * @param {number} megabytes
 * @param {string} way
 * @param {string} folder
 */
async function measure(megabytes, way, folder) {
  const times = way === 'in-process' ? '1' : values.times
  const heap = `--max-old-space-size=${Math.max(1024, megabytes * 3)}`
  const args = [heap, 'heap-target.cjs', String(megabytes), way, times, folder]
  const told = await run(values.brief ? [...args, 'brief'] : args)
  /** @type {Round[]} */
  const rounds = told.rounds
  const row = {
    node: told.node,
    heapMb: Math.round(told.heapUsed / 1e6),
    way,
    pauseMs: median(rounds.map(({ pauseMs }) => pauseMs)),
    cpuMs: median(rounds.map(({ cpuMs }) => cpuMs)),
    gapMs: median(rounds.map(({ gapMs }) => gapMs)),
    tookMs: median(rounds.map(({ tookMs }) => tookMs)),
    fileMb: Math.round((rounds[0]?.bytes ?? 0) / 1e6),
    tries: rounds.map(({ tries }) => tries).join(' '),
    rssMb: Math.round(told.rss / 1e6),
    rssAfterMb: Math.round(told.rssAfter / 1e6),
  }
  console.log(JSON.stringify(row))
  return row
}

/** @param {string} folder */
async function pauses(folder) {
  for (const megabytes of values.sizes.split(',').map(Number)) {
    const rows = []
    for (const way of WAYS) {
      if (way !== 'in-process' || !values['no-in-process']) {
        rows.push(await measure(megabytes, way, folder))
      }
    }
    const whole = rows.find(({ way }) => way === 'in-process')
    if (whole === undefined) continue
    for (const { way, pauseMs, cpuMs, gapMs } of rows.filter((row) => row !== whole)) {
      const byAgent = (whole.pauseMs / pauseMs).toFixed(0)
      const byLoop = (whole.gapMs / gapMs).toFixed(0)
      const byCpu = (whole.cpuMs / cpuMs).toFixed(0)
      const ratios = `${byAgent}× shorter, by the event loop ${byLoop}×, by CPU time ${byCpu}×`
      console.log(`${megabytes} MB, ${way}: ${ratios}`)
    }
  }
}

/** @param {string} folder */
async function soak(folder) {
  const args = ['--expose-gc', 'soak-target.cjs', values.soak ?? '20', folder]
  const { before, after, outcome, faults, rssBefore, rssAfter, leftBehind, work } = await run(args)
  const differs = Object.keys(before).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  )
  const { tries, failures, pausesMs, tookMs, rss } = outcome
  const longestPauseMs = Math.max(...pausesMs)
  const figures = { medianPauseMs: median(pausesMs), longestPauseMs, medianTookMs: median(tookMs) }
  console.log(JSON.stringify({ tries, failures, ...figures, differs, faults, leftBehind, work }))
  console.log(JSON.stringify({ rssBefore, rssAfter, rss }))
}

const folder = mkdtempSync(join(tmpdir(), 'tidemark-pause-'))
try {
  await (values.soak === undefined ? pauses(folder) : soak(folder))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
