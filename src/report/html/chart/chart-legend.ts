// The list above the chart: a swatch and a word for everything that is drawn.

import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { BANDS } from './memory-series.ts'
import type { MemorySeries } from './memory-series.ts'

/** Legend of `series`: what is in the heap first, then the lines, then the marks. */
export function chartLegend(series: MemorySeries, snapshots: boolean): Markup {
  const bands = BANDS.filter((_band, row) => series.bands[row]?.some((bytes) => bytes > 0) === true)
  const items = [
    { kind: 'floor', label: 'post-GC floor' },
    ...bands.toReversed().map((band) => ({ kind: `band-${band.id}`, label: band.label })),
    { kind: 'line-external', label: 'external' },
    { kind: 'line-rss', label: 'RSS' },
    { kind: 'natural', label: 'mark-compact' },
    ...(series.collections.some((mark) => mark.asked)
      ? [{ kind: 'asked', label: 'mark-compact asked for' }]
      : []),
    ...(snapshots ? [{ kind: 'snapshots', label: 'snapshot' }] : []),
  ]
  return markup`<ul class="legend">${items.map((item) => markup`<li>${swatch(item.kind)}${item.label}</li>`)}</ul>`
}

function swatch(kind: string): Markup {
  const shape = shapeOf(kind)
  return markup`<svg class="swatch" viewBox="0 0 14 10" aria-hidden="true">${shape}</svg>`
}

function shapeOf(kind: string): Markup {
  if (kind === 'floor') return markup`<g class="floor"><circle cx="7" cy="5" r="3"/></g>`
  if (kind.startsWith('band-'))
    return markup`<rect class="band ${kind}" x="1" y="0" width="12" height="10"/>`
  if (kind === 'natural' || kind === 'asked') {
    return markup`<g class="collections"><line class="${kind}" x1="7" x2="7" y1="1" y2="9"/></g>`
  }
  if (kind === 'snapshots')
    return markup`<g class="snapshots"><line x1="7" x2="7" y1="0" y2="10"/></g>`
  return markup`<path class="line ${kind}" d="M0,5L14,5"/>`
}
