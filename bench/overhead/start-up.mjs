// How much later a program that does nothing ends with a preload than without: runs in turns, by the wall clock and by CPU.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { quantile } from './ratios.mjs'

/** @typedef {import('./variants.mjs').Variant} Variant */
/** @typedef {{ wallMs: number, cpuMs: number }} Start */

/** Prints the CPU time of its whole life. */
const PROGRAM = `
process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  require('node:fs').writeSync(1, String((user + system) / 1000))
})
process.exitCode = 0
setImmediate(() => process.exit())
`

/**
 * @param {Variant} variant
 * @param {string} directory
 * @returns {Promise<Start>}
 */
async function runOnce(variant, directory) {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [...variant.args, '--eval', PROGRAM], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, NODE_OPTIONS: '', ...variant.env(directory) },
  })
  let printed = ''
  child.stdout.on('data', (text) => (printed += text))
  await once(child, 'close')
  return { wallMs: performance.now() - startedAt, cpuMs: Number(/[\d.]+$/.exec(printed)?.[0]) }
}

/**
 * Added milliseconds by variant: what the lower quartile of its runs takes more than that of the bare ones. A start is short, so
 * the faster runs are those that nothing else on the machine has got in the way of.
 *
 * @param {readonly Variant[]} all the first is the bare one
 * @param {{ turns: number, directory: string }} options
 * @returns {Promise<Start[]>}
 */
export async function addedStartUp(all, { turns, directory }) {
  /** @type {Start[][]} */
  const took = all.map(() => [])
  for (let turn = 0; turn < turns; turn++) {
    for (const [index, variant] of all.entries()) {
      took[index]?.push(await runOnce(variant, directory))
    }
  }
  const quartiles = took.map((runs) => ({
    wallMs: quantile(
      runs.map((run) => run.wallMs),
      0.25,
    ),
    cpuMs: quantile(
      runs.map((run) => run.cpuMs),
      0.25,
    ),
  }))
  const [bare] = quartiles
  return quartiles.map(({ wallMs, cpuMs }) => ({
    wallMs: wallMs - (bare?.wallMs ?? 0),
    cpuMs: cpuMs - (bare?.cpuMs ?? 0),
  }))
}
