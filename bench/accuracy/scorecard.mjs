// The table and the shares that come out of the rows, as Markdown and as plain data.

import { wilsonInterval } from './wilson-interval.mjs'

/** @typedef {import('./judge.mjs').Row} Row */

/**
 * @typedef {object} Share
 * @property {string} name
 * @property {number} hits
 * @property {number} of
 * @property {number | null} value `null` where nothing could be counted
 * @property {{ low: number, high: number } | null} interval 95 %, Wilson
 */

/**
 * @param {string} name
 * @param {readonly boolean[]} outcomes
 * @returns {Share}
 */
function share(name, outcomes) {
  const hits = outcomes.filter(Boolean).length
  return {
    name,
    hits,
    of: outcomes.length,
    value: outcomes.length === 0 ? null : hits / outcomes.length,
    interval: wilsonInterval(hits, outcomes.length),
  }
}

/**
 * Precision counts a healthy program that is called leaking or suspect as a false accusation. Holder, line
 * and cause are shares of all leaky programs that can be judged, so a leak that is missed counts against
 * them.
 *
 * @param {readonly Row[]} rows
 * @returns {Share[]}
 */
export function shares(rows) {
  const leaky = rows.filter((row) => row.expected === 'leak')
  const healthy = rows.filter((row) => row.expected === 'no leak')
  const found = leaky.filter((row) => row.right === true)
  const accused = healthy.filter((row) => row.verdict === 'leaking' || row.verdict === 'suspect')
  /** @param {'holderRight' | 'lineRight' | 'causeRight'} field */
  const judged = (field) => leaky.flatMap((row) => (row[field] === null ? [] : [row[field]]))
  return [
    share('precision', [...found.map(() => true), ...accused.map(() => false)]),
    share(
      'recall',
      leaky.map((row) => row.right === true),
    ),
    share(
      'healthy programs left alone',
      healthy.map((row) => row.right === true),
    ),
    share('holder', judged('holderRight')),
    share('line', judged('lineRight')),
    share('cause', judged('causeRight')),
  ].filter((each) => each.of > 0)
}

/** @param {boolean | null} value */
function mark(value) {
  if (value === null) return '–'
  return value ? 'yes' : 'NO'
}

/** @param {string | null} value */
function cell(value) {
  return (value ?? '–').replace(/\|/g, '\\|').replace(/\s+/g, ' ')
}

/** @param {readonly (readonly string[])[]} rows the first is the head */
function table(rows) {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  )
  const lines = rows.map(
    (row) => `| ${row.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`,
  )
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [lines[0], rule, ...lines.slice(1)].join('\n')
}

/** @param {Row} row */
function cells(row) {
  return [
    row.case,
    row.twin,
    row.expected ?? '–',
    `${row.verdict ?? 'no report'}${row.right === false ? ' (WRONG)' : ''}`,
    cell(row.cause) + (row.causeRight === false ? ' (WRONG)' : ''),
    mark(row.holderRight),
    mark(row.lineRight),
    (row.verdictMs / 1000).toFixed(0),
    String(row.snapshots),
    row.pauseMs.toFixed(0),
    cell(row.holder).slice(0, 80),
    cell(row.trouble ?? row.line).slice(0, 80),
  ]
}

/** @param {Share} each */
function shareCells(each) {
  const { interval } = each
  const percent = (/** @type {number} */ part) => `${(100 * part).toFixed(0)} %`
  return [
    each.name,
    `${each.hits} of ${each.of}`,
    each.value === null ? '–' : percent(each.value),
    interval === null ? '–' : `${percent(interval.low)} to ${percent(interval.high)}`,
  ]
}

/**
 * @param {readonly Row[]} rows
 * @returns {string}
 */
export function markdown(rows) {
  const head = ['case', 'twin', 'expected', 'got', 'cause', 'holder right', 'line right']
  const rest = ['time to verdict, s', 'snapshots', 'pause, ms', 'holder', 'line or trouble']
  const cases = table([[...head, ...rest], ...rows.map(cells)])
  const totals = table([
    ['measure', 'count', 'share', '95 % interval'],
    ...shares(rows).map(shareCells),
  ])
  return `${cases}\n\n${totals}\n`
}
