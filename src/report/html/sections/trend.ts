// The trend under a chart, worded from its figures alone: its own sentence names most of them too, and none is said twice.

import type { TrendReport } from '../../../protocol/index.ts'
import { byteRateText, bytesText, durationText } from '../../../units/index.ts'
import { operationWord } from '../../wording/finding-words.ts'
import { evidenceWords, intervalWords, needsWords } from '../../wording/trend-words.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'

const SUBJECTS: Readonly<Record<TrendReport['series'], string>> = {
  'post-GC floor': 'The post-GC floor',
  'external memory': 'External memory',
  RSS: 'RSS',
}

/** What the trend comes to, then what that rests on, one phrase each. */
export function trendList(trend: TrendReport): Markup {
  const phrases = [...shapePhrases(trend), evidenceWords(trend)]
  const needs = needsWords(trend)
  if (needs !== null) phrases.push(`still needed: ${needs}`)
  if (trend.warmUpEndsAtMs > 0)
    phrases.push(`warm-up of ${durationText(trend.warmUpEndsAtMs)} left out`)
  return markup`<ul class="facts">${phrases.map((phrase) => markup`<li>${phrase}</li>`)}</ul>`
}

function shapePhrases(trend: TrendReport): string[] {
  const subject = SUBJECTS[trend.series] ?? 'Memory'
  const interval = `95% interval ${intervalWords(trend)}`
  const hourly = `${byteRateText(trend.bytesPerHour, 'hour')} (${interval})`
  switch (trend.shape) {
    case 'growing':
      return countsWork(trend)
        ? [`${subject} grows by ${perOperation(trend)}`, hourly]
        : [`${subject} grows by ${hourly}`]
    case 'saturating': {
      const near = trend.ceilingBytes === null ? '' : ` near ${bytesText(trend.ceilingBytes)}`
      const worked = countsWork(trend) ? `${perOperation(trend)}, ` : ''
      return [`${subject} levels off${near}`, `so far ${worked}${hourly}`]
    }
    case 'falling':
      return [`${subject} falls`, hourly]
    case 'flat':
      return [`${subject} does not grow in a way that matters`, hourly]
    case 'undecided':
      return [
        `${subject}: not enough evidence for a trend`,
        `somewhere from ${intervalWords(trend)} per hour`,
      ]
  }
}

/** A rate per second is the rate per hour again. */
function countsWork(trend: TrendReport): boolean {
  return trend.by !== 'second' && trend.bytesPerOperation !== 0
}

function perOperation(trend: TrendReport): string {
  return byteRateText(trend.bytesPerOperation, operationWord(trend.by))
}
