// The few numbers that one wants first, as a row of figures.

import type { Finding, Report, TrendReport } from '../../../protocol/index.ts'
import {
  byteRateText,
  bytesText,
  countRateText,
  countText,
  durationText,
  percentText,
  plural,
} from '../../../units/index.ts'
import { operationWord } from '../../wording/finding-words.ts'
import { standstillMs } from '../../wording/intrusion-words.ts'
import { leadIsolate } from '../../wording/lead-isolate.ts'
import { evidenceWords, eValueText, intervalWords, needsWords } from '../../wording/trend-words.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'

export interface Figure {
  readonly label: string
  readonly value: string
  readonly note: string
}

/** A row of figures. */
export function figureRow(figures: readonly Figure[]): Markup | null {
  if (figures.length === 0) return null
  return markup`<dl class="figures">${figures.map(
    ({ label, value, note }) =>
      markup`<div><dt>${label}</dt><dd class="value">${value}</dd>${note !== '' && markup`<dd class="note">${note}</dd>`}</div>`,
  )}</dl>`
}

/** The figures of the whole report. */
export function reportFigures(report: Report): Figure[] {
  const isolate = leadIsolate(report)
  const floors = (isolate?.memory.floorBytes ?? []).filter((floor) => floor !== null)
  const first = floors[0]
  const last = floors.at(-1)
  const figures: Figure[] = []
  if (first !== undefined && last !== undefined) {
    figures.push({
      label: 'Post-GC floor',
      value: `${bytesText(first)} → ${bytesText(last)}`,
      note: plural(floors.length, 'reading'),
    })
  }
  const trend = isolate?.trend ?? null
  if (trend !== null) figures.push(trendFigure(trend), evidenceFigure(trend))
  const limit = report.findings[0]?.rate.limitReachedInMs ?? null
  if (limit !== null)
    figures.push({
      label: 'Heap limit reached in',
      value: `about ${durationText(limit)}`,
      note: 'at this rate',
    })
  else if (report.intrusion !== null)
    figures.push(standstillFigure(report, standstillMs(report.intrusion)))
  return figures
}

/** The figures of one finding. */
export function findingFigures(finding: Finding): Figure[] {
  const { rate, grows } = finding
  const unit = operationWord(rate.operation)
  const objects =
    rate.objectsPerOperation === 0 ? '' : countRateText(rate.objectsPerOperation, 'object', unit)
  return [
    {
      label: 'Grows by',
      value:
        rate.bytesPerOperation === 0 ? 'not measured' : byteRateText(rate.bytesPerOperation, unit),
      note: objects,
    },
    {
      label: 'That is',
      value: byteRateText(rate.bytesPerHour, 'hour'),
      note: `${countText(grows.objects)} ${grows.className} so far`,
    },
    gainFigure(finding),
    {
      label: 'Heap limit reached in',
      value:
        rate.limitReachedInMs === null
          ? 'cannot be said'
          : `about ${durationText(rate.limitReachedInMs)}`,
      note: rate.limitReachedInMs === null ? '' : 'at this rate',
    },
  ]
}

/** What a cut frees, where one was tried; else what the dominators say for sure. */
function gainFigure({ grows, whatIf, evidence }: Finding): Figure {
  if (whatIf !== null) {
    const objects = plural(whatIf.freedObjects, 'object')
    const grew = evidence.some(({ kind }) => kind === 'path-growth')
    const share = grew ? `, ${percentText(whatIf.share)} of the growth` : ''
    return { label: 'A fix frees', value: bytesText(whatIf.freedBytes), note: objects + share }
  }
  const shared = Math.max(0, grows.retainedBytes - grows.exclusiveBytes)
  const label = 'A fix frees for sure'
  if (grows.retainedBytes === 0 && grows.exclusiveBytes === 0) {
    return { label, value: 'not measured', note: 'no snapshot shows it' }
  }
  const note =
    shared === 0 ? 'nothing else holds any of it' : `${bytesText(shared)} more may be shared`
  return { label, value: bytesText(grows.exclusiveBytes), note }
}

function trendFigure(trend: TrendReport): Figure {
  if (trend.shape === 'undecided') {
    const note = `somewhere from ${intervalWords(trend)} per hour`
    return { label: `Trend of the ${trend.series}`, value: 'undecided', note }
  }
  const rising = trend.shape === 'growing' || trend.shape === 'saturating'
  const label = `Trend of the ${trend.series}: ${trend.shape}`
  if (rising && trend.bytesPerOperation !== 0) {
    const unit = operationWord(trend.by)
    return {
      label,
      value: byteRateText(trend.bytesPerOperation, unit),
      note: `${intervalWords(trend)} per hour`,
    }
  }
  return { label, value: byteRateText(trend.bytesPerHour, 'hour'), note: intervalWords(trend) }
}

function evidenceFigure(trend: TrendReport): Figure {
  const needs = needsWords(trend)
  if (needs !== null)
    return { label: 'Evidence still needed', value: needs, note: evidenceWords(trend) }
  const note = `${countText(1 / trend.alpha)} is asked for; chance of a false alarm at most ${percentText(trend.alpha)}`
  return { label: 'Evidence of growth (e-value)', value: eValueText(trend.eValue), note }
}

function standstillFigure(report: Report, totalMs: number): Figure {
  const share =
    report.target.durationMs > 0
      ? `${percentText(totalMs / report.target.durationMs)} of the time`
      : ''
  return { label: 'Stood still for watching', value: durationText(totalMs), note: share }
}
