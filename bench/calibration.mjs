// Stated against observed false alarms: the tables of docs/concepts/calibration.md. After a build:
// `node bench/calibration.mjs [--series 200] [--rows .cache/accuracy/results.jsonl] [--write]`.

import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { trend } from '../dist/series/index.js'
import { observedAlarms } from './accuracy/observed-alarms.mjs'
import { readRows } from './accuracy/row-log.mjs'
import { share, shareText } from './accuracy/share.mjs'
import { table } from './accuracy/table.mjs'
import { asPoints, NULLS, seeded } from './series-kinds.mjs'

const ROOT = resolve(import.meta.dirname, '..')
const PAGE = join(ROOT, 'docs/concepts/calibration.md')
const ALPHAS = [0.1, 0.05, 0.01]
const POINTS = 60
const EVERY_MS = 1500

/** @typedef {import('./accuracy/judge.mjs').Row} Row */

/** @param {readonly number[]} series @param {number} alpha @returns {boolean} looked at after every point */
function everGrowing(series, alpha) {
  const points = asPoints(series, EVERY_MS)
  return points.some((_, at) => trend(points.slice(0, at + 1), { alpha }).shape === 'growing')
}

/** @param {number} count series of each kind */
function simulated(count) {
  const seeds = Array.from({ length: count }, (_, at) => at + 1)
  const body = Object.entries(NULLS).map(([kind, draw]) => [
    kind,
    ...ALPHAS.map((alpha) => {
      const alarms = seeds.map((seed) => everGrowing(draw(seeded(seed), POINTS), alpha))
      return shareText(share(kind, alarms))
    }),
  ])
  return table([['series', ...ALPHAS.map((alpha) => `stated ${100 * alpha} %`)], ...body])
}

/**
 * @param {string} page
 * @param {string} name of the part
 * @param {string} text
 */
function replaced(page, name, text) {
  const part = new RegExp(`(<!-- generated: ${name} -->\n)[^]*?(<!-- end -->)`)
  if (!part.test(page)) throw new Error(`${PAGE} has no part ${name}`)
  return page.replace(part, (_, head, end) => `${head}\n${text}\n\n${end}`)
}

const { values } = parseArgs({
  options: {
    series: { type: 'string', default: '200' },
    rows: { type: 'string', default: join(ROOT, '.cache/accuracy/results.jsonl') },
    write: { type: 'boolean', default: false },
  },
})
const rows = /** @type {Row[]} */ (readRows(resolve(values.rows)))
const healthy = rows.filter((row) => row.expected === 'no leak')
const versions = [...new Set(healthy.map((row) => row.version))].join(', ')
const programs = new Set(healthy.map((row) => `${row.suite}/${row.case}/${row.twin}`)).size
const observed = `${healthy.length} runs of ${programs} healthy programs on Node ${versions}.\n\n${observedAlarms(rows)}`
const drawn = `${values.series} series of ${POINTS} points of each kind, looked at after every point.\n\n${simulated(Number(values.series))}`
console.log(`${drawn}\n\n${observed}`)
if (values.write) {
  const page = replaced(readFileSync(PAGE, 'utf8'), 'simulated', drawn)
  writeFileSync(PAGE, healthy.length === 0 ? page : replaced(page, 'observed', observed))
}
