// A trend in words: slope with its interval, evidence, what it rests on, what is missing.

import type { TrendReport } from '../../protocol/index.ts'
import {
  byteRateText,
  bytesText,
  countText,
  durationText,
  percentText,
  plural,
  signedBytesText,
} from '../../units/index.ts'
import { visibleText } from '../escape/visible-text.ts'
import { operationWord } from './finding-words.ts'

/** What the trend says, then its numbers, one phrase each. */
export function trendFacts(trend: TrendReport): string[] {
  const facts = [visibleText(trend.says)]
  const rising = trend.shape === 'growing' || trend.shape === 'saturating'
  if (rising && trend.bytesPerOperation !== 0)
    facts.push(byteRateText(trend.bytesPerOperation, operationWord(trend.by)))
  const undecided = trend.shape === 'undecided'
  const slope = byteRateText(trend.bytesPerHour, 'hour')
  const interval = intervalWords(trend)
  facts.push(undecided ? `somewhere from ${interval} per hour` : `${slope} (${interval})`)
  facts.push(evidenceWords(trend))
  if (trend.warmUpEndsAtMs > 0)
    facts.push(`warm-up of ${durationText(trend.warmUpEndsAtMs)} left out`)
  return facts
}

/** `4.3 GB to 4.8 GB`. */
export function intervalWords(trend: TrendReport): string {
  const { lowBytesPerHour: low, highBytesPerHour: high } = trend
  return low < 0
    ? `${signedBytesText(low)} to ${signedBytesText(high)}`
    : `${bytesText(low)} to ${bytesText(high)}`
}

/** `e-value 4,812 (100 is asked for), 31 readings, false alarm at most 1%`. */
export function evidenceWords(trend: TrendReport): string {
  const alarm = `chance of a false alarm at most ${percentText(trend.alpha)}`
  return `e-value ${eValueText(trend.eValue)} (${countText(1 / trend.alpha)} is asked for) from ${plural(trend.points, 'reading')}, ${alarm}`
}

/** What an undecided trend still needs, as `4 more minutes or 9 more collections`; `null` where it needs nothing. */
export function needsWords(trend: TrendReport | null): string | null {
  if (trend === null || trend.needs === null) return null
  const minutes = plural(Math.ceil(trend.needs.minutes), 'more minute')
  const collections = plural(Math.ceil(trend.needs.collections), 'more collection')
  return `about ${minutes} or ${collections}`
}

/** Above a million the figure says no more. */
export function eValueText(eValue: number): string {
  return eValue >= 1e6 ? 'above 1,000,000' : countText(eValue)
}
