// Whether the cost of an outline is linear: five heaps of the leaking server's kind, each twice as large as the one
// before, and the CPU time that a node and its edges cost in each.

import { mkdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { measure } from './measure.mjs'
import { snapshotFile } from './snapshots.mjs'

const CACHE = resolve(import.meta.dirname, '../../.cache/engine')
const SIZES = [20, 40, 80, 160, 320]
const ROUNDS = 3
const WIDTH = 50

mkdirSync(CACHE, { recursive: true })
const rows = []
for (const size of SIZES) {
  const file = snapshotFile('leaking-server', size, CACHE)
  if (file === null) continue
  const seconds = []
  for (let round = 0; round < ROUNDS; round++) {
    const script = join(import.meta.dirname, 'peers/tidemark.mjs')
    seconds.push((await measure([process.execPath, script, file], 600_000)).cpuSeconds)
  }
  rows.push({ megabytes: statSync(file).size / 1e6, seconds: Math.min(...seconds) })
}
const most = Math.max(...rows.map((row) => row.seconds / row.megabytes))
for (const { megabytes, seconds } of rows) {
  const bar = '█'.repeat(Math.round((WIDTH * (seconds / megabytes)) / most))
  const each = ((1000 * seconds) / megabytes).toFixed(2)
  console.log(
    `${megabytes.toFixed(0).padStart(5)} MB ${seconds.toFixed(2).padStart(6)} s ${each} ms/MB ${bar}`,
  )
}
