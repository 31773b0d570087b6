// What being recorded costs a server: throughput, CPU time a request, p99 latency, memory, start-up, with and without
// tidemark/register, while it samples allocations, and with the tools that people use for the same today.
//
//     npm run bench:overhead
//
// All variants of a server run at once and are driven in turns, in short windows, so that whatever else the machine does falls
// on all alike; each figure is a ratio to the bare server's in the same turn. In each block the processes are started
// anew, for two equal processes differ, too: `bare again` shows by how much. Two windows a turn: one with as much load as the
// server takes, one at 40 % of that, for the latency. CPU time a request is far less noisy than the rest; its second column is
// the ratio of the lower quartiles of all windows, those that nothing else on the machine has got in the way of.
//
// SERVERS=http,express,fastify BLOCKS=5 ROUNDS=8 WINDOW_MS=2000 STARTS=20 are the defaults; VARIANTS=register,pprof takes only
// those that have one of the words in their names, beside the two bare ones.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installPackages } from './install.mjs'
import { median, medianWithInterval, quantile } from './ratios.mjs'
import { addedStartUp } from './start-up.mjs'
import { variants } from './variants.mjs'

const SERVERS = (process.env.SERVERS ?? 'http,express,fastify').split(',')
const BLOCKS = Number(process.env.BLOCKS ?? 5)
const ROUNDS = Number(process.env.ROUNDS ?? 8)
const WINDOW_MS = Number(process.env.WINDOW_MS ?? 2000)
const STARTS = Number(process.env.STARTS ?? 20)
const ONLY = (process.env.VARIANTS ?? '').split(',')
const WARM_UP_MS = 3000
const LATENCY_SHARE = 0.4

/** @typedef {import('./variants.mjs').Variant} Variant */
/** @typedef {import('node:child_process').ChildProcess} Child */
/** @typedef {{ requests: number, perSecond: number, p99Ms: number, failed: number }} Drive */
/** @typedef {{ perSecond: number, cpuMsARequest: number, p99Ms: number, rssBytes: number }} Turn */
/** @typedef {{ variant: Variant, child: Child, port: number, rate: number }} Server */

const driver = fork(join(import.meta.dirname, 'load.mjs'))

/** @param {{ port: number, ms: number, rate: number | null }} order @returns {Promise<Drive>} */
async function drive(order) {
  driver.send(order)
  const [done] = await once(driver, 'message')
  if (done.failed > 0) throw new Error(`${done.failed} requests failed`)
  return done
}

/** @param {Child} child @returns {Promise<{ cpuMs: number, rssBytes: number }>} */
async function figuresOf(child) {
  child.send('figures')
  const [figures] = await once(child, 'message')
  return figures
}

/**
 * @param {Variant} variant
 * @param {string} framework
 * @param {string} directory
 * @returns {Promise<Server>}
 */
async function started(variant, framework, directory) {
  const child = fork(join(import.meta.dirname, 'server.mjs'), [framework], {
    execArgv: [...variant.args],
    env: { ...process.env, NODE_OPTIONS: '', ...variant.env(directory) },
  })
  const [{ port }] = await once(child, 'message')
  return { variant, child, port, rate: 0 }
}

/** @param {Server} server @returns {Promise<Turn>} */
async function turnOf({ child, port, rate }) {
  const before = await figuresOf(child)
  const full = await drive({ port, ms: WINDOW_MS, rate: null })
  const after = await figuresOf(child)
  const calm = await drive({ port, ms: WINDOW_MS, rate })
  return {
    perSecond: full.perSecond,
    cpuMsARequest: (after.cpuMs - before.cpuMs) / full.requests,
    p99Ms: calm.p99Ms,
    rssBytes: after.rssBytes,
  }
}

/**
 * One block: all variants started, warmed up, and driven in turns that begin with another one each time.
 *
 * @param {string} framework
 * @param {readonly Variant[]} all
 * @param {string} directory
 * @returns {Promise<Turn[][]>} turns by variant
 */
async function block(framework, all, directory) {
  const servers = await Promise.all(all.map((variant) => started(variant, framework, directory)))
  try {
    let capacity = Infinity
    for (const { port } of servers) {
      const { perSecond } = await drive({ port, ms: WARM_UP_MS, rate: null })
      capacity = Math.min(capacity, perSecond)
    }
    for (const server of servers) server.rate = Math.max(10, Math.floor(LATENCY_SHARE * capacity))
    /** @type {Turn[][]} */
    const turns = all.map(() => [])
    for (let round = 0; round < ROUNDS; round++) {
      for (let step = 0; step < servers.length; step++) {
        const index = (step + round) % servers.length
        const server = servers[index]
        if (server !== undefined) turns[index]?.push(await turnOf(server))
      }
    }
    return turns
  } finally {
    for (const { child } of servers) child.kill('SIGKILL')
  }
}

/** @param {readonly Turn[][][]} blocks @param {number} index of the variant @returns {number} ms */
function quietCpu(blocks, index) {
  const all = blocks.flatMap((turns) => (turns[index] ?? []).map((turn) => turn.cpuMsARequest))
  return quantile(all, 0.25)
}

/** @param {string} framework @param {readonly Variant[]} all @param {string} directory */
async function measure(framework, all, directory) {
  /** @type {Turn[][][]} */
  const blocks = []
  for (let index = 0; index < BLOCKS; index++) blocks.push(await block(framework, all, directory))
  console.log(
    `\n${framework.padEnd(22)}${'throughput'.padStart(24)}${'CPU a request'.padStart(24)}${'quiet'.padStart(8)}${'p99 latency'.padStart(24)}${'added RSS'.padStart(12)}`,
  )
  for (const [index, { name }] of all.entries()) {
    if (index === 0) continue
    /** @param {(turn: Turn) => number} of */
    const ratio = (of) =>
      medianWithInterval(
        blocks.flatMap((turns) =>
          (turns[index] ?? []).map((turn, round) => of(turn) / of(turns[0]?.[round] ?? turn)),
        ),
      )
    /** @param {(turn: Turn) => number} of */
    const shown = (of) => {
      const { median: middle, low, high } = ratio(of)
      return `${middle.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`.padStart(24)
    }
    const added = blocks.map(
      (turns) =>
        median((turns[index] ?? []).map((turn) => turn.rssBytes)) -
        median((turns[0] ?? []).map((turn) => turn.rssBytes)),
    )
    const columns = [
      shown((turn) => turn.perSecond),
      shown((turn) => turn.cpuMsARequest),
      (quietCpu(blocks, index) / quietCpu(blocks, 0)).toFixed(3).padStart(8),
      shown((turn) => turn.p99Ms),
      `${(median(added) / 1e6).toFixed(1)} MB`.padStart(12),
    ]
    console.log(`${name.padEnd(22)}${columns.join('')}`)
  }
}

installPackages()
const directory = mkdtempSync(join(tmpdir(), 'tidemark-overhead-'))
try {
  const all = variants().filter(
    ({ name }) => name.startsWith('bare') || ONLY.some((word) => name.includes(word)),
  )
  console.log(
    `${process.version}, ${BLOCKS} blocks of ${ROUNDS} rounds of ${WINDOW_MS} ms; ratios to the bare server, median with its 95 % interval`,
  )
  const added = await addedStartUp(all, { turns: STARTS, directory })
  console.log(`\nstart-up, added: lower quartiles of ${STARTS} runs in turns, wall clock and CPU`)
  for (const [index, { name }] of all.entries()) {
    const { wallMs, cpuMs } = added[index] ?? { wallMs: NaN, cpuMs: NaN }
    if (index === 0) continue
    console.log(
      `${name.padEnd(22)}${wallMs.toFixed(1).padStart(8)} ms${cpuMs.toFixed(1).padStart(8)} ms`,
    )
  }
  for (const framework of SERVERS) await measure(framework, all, directory)
} finally {
  driver.disconnect()
  rmSync(directory, { recursive: true, force: true })
}
