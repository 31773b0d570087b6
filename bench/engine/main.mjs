// The snapshot engine beside its peers on real snapshots: `npm run bench:engine`; README.md has the options. Every
// engine does the same work (load, dominators, retained sizes, totals by class) in a process of its own, in turns.

import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { engines } from './engines.mjs'
import { measure } from './measure.mjs'
import { snapshotFile } from './snapshots.mjs'
import { table } from './table.mjs'

const CACHE = resolve(import.meta.dirname, '../../.cache/engine')

const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: 'compiler,leaking-server' },
    sizes: { type: 'string', default: '30,150' },
    files: { type: 'string', default: '' },
    peers: { type: 'string', default: 'devtools,memlab,toolkit,v8-heap-parser,native-tool' },
    rounds: { type: 'string', default: '3' },
    limit: { type: 'string', default: '900' },
    out: { type: 'string', default: join(CACHE, 'results.json') },
  },
})
const list = (/** @type {string} */ text) => text.split(',').filter((part) => part !== '')

mkdirSync(CACHE, { recursive: true })
const files = list(values.files)
if (files.length === 0) {
  for (const program of list(values.programs)) {
    for (const size of list(values.sizes)) {
      const file = snapshotFile(program, Number(size), CACHE)
      if (file !== null) files.push(file)
    }
  }
}
const ready = engines(list(values.peers))

/** @type {import('./table.mjs').Row[]} */
const rows = []
for (const file of files) {
  const megabytes = statSync(file).size / 1e6
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const engine of ready) {
      const cost = await measure(engine.command(file), 1000 * Number(values.limit))
      rows.push({ file, megabytes, engine: engine.name, ...cost })
      const said =
        cost.trouble ?? `${cost.cpuSeconds.toFixed(2)} s, ${cost.peakMegabytes.toFixed(0)} MB`
      console.error(`${file.split('/').at(-1)} ${engine.name}: ${said}`)
    }
  }
}
writeFileSync(values.out, JSON.stringify(rows, null, 2))
console.log(table(rows))
