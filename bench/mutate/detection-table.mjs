// What was found at which rate, as Markdown.

import { share, shareText } from '../accuracy/share.mjs'
import { cell, table } from '../accuracy/table.mjs'
import { bytesInAll, hostHours, timeScale } from './rate.mjs'

/** @typedef {import('../accuracy/judge.mjs').Row & { host: string, kind: string, percentPerHour: number }} MutantRow */

/**
 * @typedef {object} Conditions
 * @property {import('./rate.mjs').Clock} clock
 * @property {number} heapBytes
 */

/** @param {readonly MutantRow[]} rows @param {(row: MutantRow) => boolean} hit */
const part = (rows, hit) =>
  shareText(
    share(
      '',
      rows.map((row) => hit(row)),
    ),
  )

/** @param {readonly MutantRow[]} rows @param {Conditions} conditions */
function foundAfter(rows, { clock }) {
  const times = rows
    .filter((row) => row.right === true)
    .map((row) => row.verdictMs)
    .toSorted((a, b) => a - b)
  const middle = times[Math.floor(times.length / 2)]
  if (middle === undefined) return '–'
  return `${hostHours(middle, clock).toFixed(2)} h (${(middle / 1000).toFixed(0)} s)`
}

/** @param {readonly MutantRow[]} rows @param {Conditions} conditions */
function rateTable(rows, conditions) {
  const rates = [...new Set(rows.map((row) => row.percentPerHour))].toSorted((a, b) => a - b)
  const body = rates.map((percentPerHour) => {
    const of = rows.filter((row) => row.percentPerHour === percentPerHour)
    const { heapBytes, clock } = conditions
    const kilobytes = bytesInAll({ percentPerHour, heapBytes }, clock) / 1000
    const leaky = percentPerHour > 0
    return [
      `${percentPerHour} %`,
      `${kilobytes.toFixed(0)} kB`,
      part(of, (row) => row.verdict === 'leaking'),
      part(of, (row) => row.verdict === 'suspect'),
      leaky ? foundAfter(of, conditions) : '–',
      leaky ? part(of, (row) => row.causeRight === true) : '–',
      leaky ? part(of, (row) => row.holderRight === true) : '–',
      leaky ? part(of, (row) => row.isolateRight === true) : '–',
    ]
  })
  const head = ['leak an hour', 'in all', 'called leaking', 'suspect', 'found after (median)']
  return table([[...head, 'cause', 'holder', 'isolate'], ...body])
}

/** @param {readonly MutantRow[]} rows @param {(row: MutantRow) => string} by */
function detectionBy(rows, by) {
  const leaky = rows.filter((row) => row.percentPerHour > 0)
  const rates = [...new Set(leaky.map((row) => row.percentPerHour))].toSorted((a, b) => a - b)
  const names = [...new Set(leaky.map(by))]
  const body = names.map((name) => [
    name,
    ...rates.map((rate) => {
      const of = leaky.filter((row) => by(row) === name && row.percentPerHour === rate)
      return of.length === 0
        ? '–'
        : `${of.filter((row) => row.right === true).length} of ${of.length}`
    }),
  ])
  return table([['called leaking', ...rates.map((rate) => `${rate} %`)], ...body])
}

/** @param {readonly MutantRow[]} rows every run that did not end as its truth asks */
function missTable(rows) {
  const wrong = rows.filter((row) => row.right === false || row.causeRight === false)
  if (wrong.length === 0) return 'Nothing was missed.'
  return table([
    ['host', 'kind', 'rate', 'verdict', 'cause', 'holder', 'what was said'],
    ...wrong.map((row) => [
      row.host,
      row.kind,
      `${row.percentPerHour} %`,
      cell(row.verdict ?? row.trouble, 60),
      cell(row.cause),
      cell(row.holder, 60),
      cell(row.says, 140),
    ]),
  ])
}

/**
 * @param {readonly MutantRow[]} rows
 * @param {Conditions} conditions
 * @returns {string}
 */
export function detectionText(rows, conditions) {
  const { clock, heapBytes } = conditions
  const said =
    `${rows.length} runs of ${clock.hours} h, an hour in ${clock.hourSeconds} s (time goes ` +
    `${timeScale(clock).toFixed(0)} times faster), live heap ${(heapBytes / 1e6).toFixed(0)} MB; ` +
    `in parentheses Wilson's interval at 95 %.`
  const parts = [
    said,
    rateTable(rows, conditions),
    detectionBy(rows, (row) => row.kind),
    detectionBy(rows, (row) => row.host),
    missTable(rows),
  ]
  return `${parts.join('\n\n')}\n`
}
