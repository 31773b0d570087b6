// Snapshots to measure on: real programs of this folder, grown to the asked size, write one of themselves.

import { spawnSync } from 'node:child_process'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { peerFolder } from './engines.mjs'

/** Heap by file, both in megabytes, as V8 of Node 20 writes them. */
const HEAP_SHARE = { compiler: 0.72, 'leaking-server': 0.56, 'busy-server': 0.6, bundler: 0.65 }
const LIMIT_MS = 3600_000

/**
 * The snapshot of a program in the cache, made where it is missing; `null` where the program fails.
 *
 * @param {string} program
 * @param {number} megabytes of the file, about
 * @param {string} cache
 * @returns {string | null}
 */
export function snapshotFile(program, megabytes, cache) {
  const file = join(cache, `${program}-${megabytes}.heapsnapshot`)
  if (existsSync(file)) return file
  const script = join(import.meta.dirname, 'programs', `${program}.cjs`)
  const share = HEAP_SHARE[/** @type {keyof typeof HEAP_SHARE} */ (program)] ?? 0.6
  const modules = peerFolder('programs')
  if (modules === null) return null
  // Written under another name, so that what was cut short is not taken for whole.
  const unfinished = `${file}.part`
  const args = [
    '--max-old-space-size=12000',
    script,
    unfinished,
    String(megabytes * share),
    modules,
  ]
  console.error(`${program} grows to ${megabytes} MB of snapshot`)
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', timeout: LIMIT_MS })
  if (status !== 0) {
    rmSync(unfinished, { force: true })
    console.error(`${program} failed`)
    return null
  }
  renameSync(unfinished, file)
  return file
}
