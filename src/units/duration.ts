// Durations, to text and back: `500ms`, `60s`, `5m`, `2h`. What is written can be read again.

import { groupedText, UNKNOWN_QUANTITY } from './number-text.ts'

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/**
 * Duration in its two largest units: `0.4ms`, `500ms`, `4.2s`, `61s` reads `1m 1s`, `2h 5m`, `3d 4h`.
 * Milliseconds in; not finite: `unknown`.
 */
export function durationText(ms: number): string {
  if (!Number.isFinite(ms)) return UNKNOWN_QUANTITY
  if (ms < 0) return `-${durationText(-ms)}`
  if (ms === 0) return '0s'
  if (ms < 9.95) return `${trimmed(ms)}ms`
  if (ms < 999.5) return `${Math.round(ms)}ms`
  if (ms < 9950) return `${trimmed(ms / 1000)}s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds}s`
  if (seconds < 3600) return pair(seconds, 60, 'm', 's')
  const minutes = Math.round(ms / 60_000)
  if (minutes < 1440) return pair(minutes, 60, 'h', 'm')
  return pair(Math.round(ms / 3_600_000), 24, 'd', 'h')
}

/**
 * Milliseconds that a duration names: `500ms`, `60s`, `5m`, `2h`, `1d`, `1h30m`, `1.5s`. A bare number is refused,
 * since nobody agrees on its unit. `null` where the text is no duration: the caller knows which flag to blame.
 */
export function parseDuration(text: string): number | null {
  const parts = text.trim().toLowerCase()
  if (!/^(?:\d{1,9}(?:\.\d{1,6})?(?:ms|s|m|h|d) ?)+$/.test(parts)) return null
  let total = 0
  let smallest = Number.POSITIVE_INFINITY
  for (const [, amount, unit] of parts.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    const unitMs = UNIT_MS[unit ?? ''] ?? Number.NaN
    if (unitMs >= smallest) return null
    smallest = unitMs
    total += Number(amount) * unitMs
  }
  return total
}

function trimmed(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '')
}

function pair(amount: number, per: number, large: string, small: string): string {
  const rest = amount % per
  const whole = `${groupedText(Math.floor(amount / per))}${large}`
  return rest === 0 ? whole : `${whole} ${rest}${small}`
}
