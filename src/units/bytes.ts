// Sizes in bytes, to text and back. Decimal units (1 kB = 1,000 B), as `ls --si`, disks and the memory panels of
// browsers write them; binary units are understood where they are asked for by name (`64MiB`).

import { groupedText, shortText, UNKNOWN_QUANTITY } from './number-text.ts'

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  KI: 1024,
  MI: 1024 ** 2,
  GI: 1024 ** 3,
  TI: 1024 ** 4,
  PI: 1024 ** 5,
}

/** Size: `312 B`, `38.4 kB`, `1.2 MB`. Rounds to three digits or so; not finite: `unknown`. */
export function bytesText(bytes: number): string {
  if (!Number.isFinite(bytes)) return UNKNOWN_QUANTITY
  let value = bytes
  let unit = 0
  while (unit < UNITS.length - 1 && Math.abs(value) >= 999.5) {
    value /= 1000
    unit++
  }
  const digits = unit === 0 ? wholeBytes(value) : shortText(value)
  return `${digits} ${UNITS[unit] ?? 'B'}`
}

/** Change of a size, always with its sign: `+38.4 kB`, `-1.2 MB`, `±0 B`. */
export function signedBytesText(bytes: number): string {
  if (bytes === 0) return '±0 B'
  return bytes > 0 ? `+${bytesText(bytes)}` : bytesText(bytes)
}

/**
 * Bytes that a size names: `80M`, `1G`, `1.5 GB`, `64MiB`, `4096`. Upper or lower case.
 * `null` where the text is no size: the caller knows which flag to blame.
 */
export function parseBytes(text: string): number | null {
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ?([kmgtp]i?)?(b?)$/i.exec(text.trim())
  if (match === null) return null
  const factor = FACTORS[(match[2] ?? '').toUpperCase()]
  const bytes = Math.round(Number(match[1]) * (factor ?? Number.NaN))
  return Number.isSafeInteger(bytes) ? bytes : null
}

function wholeBytes(value: number): string {
  const rounded = Math.round(value * 10) / 10
  return Number.isInteger(rounded) || Math.abs(rounded) >= 100
    ? groupedText(rounded)
    : shortText(rounded)
}
