// The answer in one plain sentence with figures.

import type { Trend } from './answer.ts'

/** Bytes to three digits in decimal units, with a sign only when negative. */
function bytes(value: number): string {
  const size = Math.abs(value)
  const sign = value < 0 ? '-' : ''
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let scaled = size
  let unit = 0
  while (scaled >= 999.5 && unit < units.length - 1) {
    scaled /= 1000
    unit++
  }
  const digits = unit === 0 || scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : 2
  return `${sign}${scaled.toFixed(digits)} ${units[unit]}`
}

/** Odds in words of numbers: an e-value says by how much a fair bettor would have multiplied the stake. */
function evidence(eValue: number): string {
  if (eValue >= 1e6) return 'above 1000000'
  return eValue >= 10 ? eValue.toFixed(0) : eValue.toFixed(1)
}

function duration(minutes: number): string {
  if (minutes < 2) return `${Math.max(1, Math.ceil(minutes * 60))} s`
  return minutes < 120 ? `${Math.ceil(minutes)} min` : `${(minutes / 60).toFixed(1)} h`
}

/** One sentence; no figure in it that is not in the trend. */
export function sentence(trend: Omit<Trend, 'says'>): string {
  const { slopePerHour: slope, points, ceiling, needs } = trend
  const rate = `${bytes(slope.value)} per hour (95 % interval ${bytes(slope.low)} to ${bytes(slope.high)})`
  const over = `${points} points`
  switch (trend.shape) {
    case 'growing':
      return `Grows by ${rate} over ${over}, evidence ${evidence(trend.eValue)} where ${(1 / trend.alpha).toFixed(0)} is asked for.`
    case 'saturating':
      return ceiling === null
        ? `Grew and has levelled off, over ${over}.`
        : `Grew and levels off near ${bytes(ceiling.value)} (${bytes(ceiling.low)} to ${bytes(ceiling.high)}), over ${over}.`
    case 'falling':
      return `Falls by ${bytes(-slope.value)} per hour over ${over}.`
    case 'flat':
      return `No growth that matters over ${over}: the slope lies between ${bytes(slope.low)} and ${bytes(slope.high)} per hour.`
    case 'undecided':
      return needs === null
        ? `Not enough evidence with ${over}.`
        : `Not enough evidence with ${over}; about ${needs.points} more${needs.minutes > 0 ? ` (${duration(needs.minutes)})` : ''} are needed.`
  }
}
