// The parts of a process's memory over time, stacked, as a small drawing beside their table.

import type { MemoryPart, ProcessReport } from '../../../protocol/index.ts'
import { bytesText, durationText } from '../../../units/index.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { linearScale } from './scale.ts'
import { thinIndices } from './thin-indices.ts'

const WIDTH = 720
const HEIGHT = 150
const BOTTOM = 132
const MOST_POINTS = 160

interface Band {
  readonly id: string
  readonly label: string
  readonly parts: readonly MemoryPart[]
}

/** From the bottom up: what seldom changes lies lowest. */
const BANDS: readonly Band[] = [
  {
    id: 'files',
    label: 'code, files, stacks',
    parts: ['code and libraries', 'mapped files', 'thread stacks', 'other'],
  },
  { id: 'v8', label: 'V8 heaps', parts: ['v8 heap used', 'v8 heap free'] },
  {
    id: 'buffers',
    label: 'array buffers, external, WASM',
    parts: ['array buffers', 'other external', 'wasm'],
  },
  { id: 'native', label: 'native used', parts: ['native used', 'native'] },
  { id: 'free', label: 'native free', parts: ['native free'] },
]

/** Legend and drawing; `null` with fewer than two readings. Its figures are in the table beside it. */
export function partBands(process: ProcessReport): Markup | null {
  const at = thinIndices(process.rssBytes, MOST_POINTS).map((index) => ({
    index,
    atMs: process.atMs[index] ?? 0,
  }))
  const first = at[0]
  const last = at.at(-1)
  if (first === undefined || last === undefined || at.length < 2) return null
  const bands = BANDS.map((band) => ({
    band,
    values: at.map(({ index }) =>
      band.parts.reduce((sum, part) => sum + (process.parts[part]?.[index] ?? 0), 0),
    ),
  })).filter(({ values }) => values.some((bytes) => bytes > 0))
  const highest = at.reduce((most, { index }) => Math.max(most, process.rssBytes[index] ?? 0), 1)
  const x = linearScale({ from: first.atMs, to: last.atMs }, { start: 0, end: WIDTH })
  const y = linearScale({ from: 0, to: highest }, { start: BOTTOM, end: 14 })
  let under: readonly number[] = at.map(() => 0)
  const areas = bands.map(({ band, values }) => {
    const lower = under
    const upper = values.map((bytes, index) => bytes + (lower[index] ?? 0))
    under = upper
    const points = [
      ...at.map(({ atMs }, index) => `${x.at(atMs)},${y.at(upper[index] ?? 0)}`),
      ...at.map(({ atMs }, index) => `${x.at(atMs)},${y.at(lower[index] ?? 0)}`).toReversed(),
    ]
    return markup`<path class="part part-${band.id}" d="M${points.join('L')}Z"/>`
  })
  const legend = bands
    .toReversed()
    .map(
      ({ band }) =>
        markup`<li><svg class="swatch" viewBox="0 0 14 10" aria-hidden="true"><rect class="part part-${band.id}" width="14" height="10"/></svg>${band.label}</li>`,
    )
  return markup`<ul class="legend">${legend}</ul>
<svg class="part-chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"><title>Parts of the memory of process ${process.pid} over time</title>
<desc>From ${bytesText(process.rssBytes[0] ?? 0)} to ${bytesText(process.rssBytes.at(-1) ?? 0)} of resident memory; the figures are in the table below.</desc>
${areas}
<text x="0" y="10">${bytesText(highest)}</text><text x="0" y="${HEIGHT - 3}">${durationText(first.atMs)}</text><text x="${WIDTH}" y="${HEIGHT - 3}" text-anchor="end">${durationText(last.atMs)}</text></svg>`
}
