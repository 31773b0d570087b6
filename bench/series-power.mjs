// How often the trend raises a false alarm, and how soon it finds a drift: the tables of docs/concepts/trend.md.
// Run after a build: node bench/series-power.mjs [series per row]

import { performance } from 'node:perf_hooks'
import { trend } from '../dist/series/index.js'
import { asPoints, MB, normal, NULLS, remembered, seeded, values } from './series-kinds.mjs'

const SERIES = Number(process.argv[2] ?? 500)
/** Points until the shape is `growing`, looking after every `every` points; `Infinity` where it never is. */
/** @param {readonly number[]} series @param {number} everyMs @param {number} every */
function pointsUntilGrowing(series, everyMs, every) {
  const points = asPoints(series, everyMs)
  for (let n = every; n <= points.length; n += every) {
    if (trend(points.slice(0, n)).shape === 'growing') return n
  }
  return Infinity
}

/** @param {number[]} found @param {number} quantile */
function quantile(found, quantile) {
  const sorted = found.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] ?? Infinity
}

/** @param {number} figure @param {number} digits */
const text = (figure, digits = 0) => (Number.isFinite(figure) ? figure.toFixed(digits) : 'not')

/** @param {readonly (string | number)[]} cells */
const row = (cells) => console.log(`| ${cells.join(' | ')} |`)

const began = performance.now()

console.log(`False alarms: ${SERIES} series of 60 points, a look after every point, alpha 0.01\n`)
row(['series', 'ever growing', 'flat at the end', 'undecided', 'saturating', 'falling'])
row(['---', '---:', '---:', '---:', '---:', '---:'])
for (const [kind, draw] of Object.entries(NULLS)) {
  let alarms = 0
  /** @type {Record<string, number>} */
  const last = { flat: 0, undecided: 0, saturating: 0, falling: 0 }
  for (let seed = 1; seed <= SERIES; seed++) {
    const series = draw(seeded(seed), 60)
    if (pointsUntilGrowing(series, 1500, 1) < Infinity) alarms++
    const { shape } = trend(asPoints(series, 1500))
    last[shape] = (last[shape] ?? 0) + 1
  }
  const share = (/** @type {number} */ count) => `${((100 * count) / SERIES).toFixed(1)} %`
  row([kind, share(alarms), ...Object.values(last).slice(0, 4).map(share)])
}

console.log('\nShort runs: a leak on 20 MB, a point every 1.5 s; points until growing\n')
row(['leak, MB/s', 'noise, MB', 'median', '90 % within'])
row(['---:', '---:', '---:', '---:'])
for (const rate of [0.1, 0.3, 1, 2]) {
  for (const noise of [0.05, 0.3]) {
    const found = values(SERIES, (seed) => {
      const random = seeded(seed + 1)
      const series = values(60, (i) => (20 + rate * 1.5 * i + noise * normal(random)) * MB)
      return pointsUntilGrowing(series, 1500, 1)
    })
    row([rate, noise, text(quantile(found, 0.5)), text(quantile(found, 0.9))])
  }
}

console.log(
  '\nLong runs: drift in noise of 0.5 % of the heap, a point every 30 s, at most 8 hours\n',
)
row(['drift an hour', 'autocorrelation', 'found', 'median, hours', '90 % within, hours'])
row(['---:', '---:', '---:', '---:', '---:'])
const few = Math.max(20, Math.floor(SERIES / 8))
for (const share of [0.001, 0.003, 0.01, 0.03, 0.1]) {
  for (const phi of [0, 0.5, 0.9]) {
    const found = values(few, (seed) => {
      const noise = remembered(seeded(seed + 1), phi)
      const series = values(960, (i) => 100 * MB * (1 + 0.005 * noise() + (share * i) / 120))
      return pointsUntilGrowing(series, 30_000, 12) / 120
    })
    const detected = found.filter(Number.isFinite).length / few
    row([
      `${(share * 100).toFixed(1)} %`,
      phi,
      `${(100 * detected).toFixed(0)} %`,
      text(quantile(found, 0.5), 1),
      text(quantile(found, 0.9), 1),
    ])
  }
}
console.log(`\n${((performance.now() - began) / 1000).toFixed(0)} s`)
