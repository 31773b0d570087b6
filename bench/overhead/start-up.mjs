// How much later a program that does nothing ends with a preload than without: runs in turns, by the wall clock and by CPU.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { quantile } from './ratios.mjs'

/** @typedef {import('./variants.mjs').Variant} Variant */

/**
 * @param {Variant} variant
 * @param {string} directory
 * @returns {Promise<number>} milliseconds from the start to the end
 */
async function runOnce(variant, directory) {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [...variant.args, '--eval', '0'], {
    stdio: 'ignore',
    env: { ...process.env, NODE_OPTIONS: '', ...variant.env(directory) },
  })
  await once(child, 'exit')
  return performance.now() - startedAt
}

/**
 * Added milliseconds by variant: what the lower quartile of its runs takes more than that of the bare ones. A start is short, so
 * the faster runs are those that nothing else on the machine has got in the way of.
 *
 * @param {readonly Variant[]} all the first is the bare one
 * @param {{ turns: number, directory: string }} options
 * @returns {Promise<number[]>}
 */
export async function addedStartUpMs(all, { turns, directory }) {
  /** @type {number[][]} */
  const took = all.map(() => [])
  for (let turn = 0; turn < turns; turn++) {
    for (const [index, variant] of all.entries()) {
      took[index]?.push(await runOnce(variant, directory))
    }
  }
  const quartiles = took.map((all) => quantile(all, 0.25))
  return quartiles.map((ms) => ms - (quartiles[0] ?? 0))
}
