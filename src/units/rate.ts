// Amounts per unit of work or time.

import { bytesText } from './bytes.ts'
import { countText } from './number-text.ts'

/** `38.4 kB per request`. `unit` is the singular noun. */
export function byteRateText(bytes: number, unit: string): string {
  return `${bytesText(bytes)} per ${unit}`
}

/** `1.02 objects per request`. `noun` is the singular of what is counted, its plural is `noun` + `s`. */
export function countRateText(count: number, noun: string, unit: string): string {
  const text = countText(count)
  return `${text} ${text === '1' ? noun : `${noun}s`} per ${unit}`
}
