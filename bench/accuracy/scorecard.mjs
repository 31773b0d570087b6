// The tables that come out of the rows, as Markdown that the README can quote.

import { shares, verdictTimes } from './measures.mjs'
import { share, shareText } from './share.mjs'
import { cell, table } from './table.mjs'

/** @typedef {import('./judge.mjs').Row} Row */

/** @param {readonly (string | null)[]} values @returns {string} `leaking 9, suspect 1`, the most frequent first */
function tally(values) {
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const value of values) counts.set(value ?? '–', (counts.get(value ?? '–') ?? 0) + 1)
  const sorted = [...counts].toSorted((a, b) => b[1] - a[1])
  if (sorted.length === 1) return sorted[0]?.[0] ?? '–'
  return sorted.map(([text, count]) => `${text} ${count}`).join(', ')
}

/** @param {readonly (boolean | null)[]} outcomes @returns {string} `yes`, `NO`, or `9 of 10` */
function marks(outcomes) {
  const judged = outcomes.filter((outcome) => outcome !== null)
  const hits = judged.filter(Boolean).length
  if (judged.length === 0) return '–'
  if (hits === judged.length) return 'yes'
  return hits === 0 ? 'NO' : `${hits} of ${judged.length}`
}

/** @param {readonly number[]} values */
function middle(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/**
 * @param {readonly Row[]} rows
 * @param {(row: Row) => string} keyOf
 * @returns {Row[][]} in the order of the first appearance
 */
function groups(rows, keyOf) {
  const keys = [...new Set(rows.map(keyOf))]
  return keys.map((key) => rows.filter((row) => keyOf(row) === key))
}

/** @param {readonly Row[]} rows runs of one program */
function programCells(rows) {
  const [first] = rows
  if (!first) return []
  const wrong = rows.some((row) => row.right === false) ? ' (WRONG)' : ''
  return [
    cell(first.suite),
    cell(first.case),
    first.twin,
    String(rows.length),
    first.expected ?? '–',
    tally(rows.map((row) => row.verdict)) + wrong,
    cell(tally(rows.map((row) => row.cause))),
    marks(rows.map((row) => row.causeRight)),
    marks(rows.map((row) => row.holderRight)),
    marks(rows.map((row) => row.lineRight)),
    marks(rows.map((row) => row.isolateRight)),
    first.expected === 'leak'
      ? String(new Set(rows.map((row) => row.fingerprint ?? '–')).size)
      : '–',
    (middle(rows.map((row) => row.verdictMs)) / 1000).toFixed(0),
    middle(rows.map((row) => row.pauseMs)).toFixed(0),
  ]
}

/** @param {readonly Row[]} rows */
function programTable(rows) {
  const head = ['suite', 'case', 'twin', 'runs', 'expected', 'got', 'cause said', 'cause', 'holder']
  const rest = ['line', 'isolate', 'fingerprints', 'verdict after, s', 'pause, ms']
  const programs = groups(rows, (row) => `${row.suite}/${row.case}/${row.twin}`)
  return table([[...head, ...rest], ...programs.map(programCells)])
}

/**
 * Measures down, suites across.
 *
 * @param {readonly Row[]} rows
 */
function measureTable(rows) {
  const suites = groups(rows, (row) => row.suite)
  const columns = suites.length > 1 ? [rows, ...suites] : [rows]
  const names = columns.map((of, at) => (at === 0 && columns.length > 1 ? 'all' : of[0]?.suite))
  const counted = columns.map((of) => shares(of))
  const measures = shares(rows).map((each) => each.name)
  const times = columns.map((of) => {
    const seconds = verdictTimes(of)
    if (!seconds) return '–'
    const { medianS, ninetiethS, longestS } = seconds
    return `${medianS.toFixed(0)}, ${ninetiethS.toFixed(0)}, ${longestS.toFixed(0)}`
  })
  return table([
    ['measure', ...names.map((name) => cell(name))],
    ...measures.map((name) => [
      name,
      ...counted.map((found) => shareText(found.find((each) => each.name === name))),
    ]),
    ['time to those verdicts: median, 90 % within, longest; s', ...times],
  ])
}

/** @param {readonly Row[]} rows */
function causeTable(rows) {
  const leaky = rows.filter((row) => row.expected === 'leak')
  const cells = groups(leaky, (row) => row.expectedCause ?? 'not stated')
    .toSorted((a, b) => ((a[0]?.expectedCause ?? '~') < (b[0]?.expectedCause ?? '~') ? -1 : 1))
    .map((of) => {
      /** @param {'holderRight' | 'lineRight' | 'causeRight' | 'isolateRight' | 'right'} field */
      const part = (field) =>
        shareText(
          share(
            field,
            of.flatMap((row) => (row[field] === null ? [] : [row[field]])),
          ),
        )
      const programs = new Set(of.map((row) => `${row.suite}/${row.case}`)).size
      const said = tally(of.map((row) => row.cause))
      return [
        cell(of[0]?.expectedCause ?? 'not stated'),
        String(programs),
        part('right'),
        part('causeRight'),
        part('holderRight'),
        part('lineRight'),
        cell(said),
      ]
    })
  return table([
    ['expected cause', 'programs', 'called leaking', 'cause', 'holder', 'line', 'causes said'],
    ...cells,
  ])
}

/** @param {Row} row @returns {string} what is wrong with it; empty where nothing is */
function faults(row) {
  if (row.trouble && row.verdict === null) return row.trouble
  const parts = [
    row.right === false ? `verdict ${row.verdict}` : '',
    row.causeRight === false ? `cause ${row.cause}` : '',
    row.holderRight === false ? `holder ${row.holder}` : '',
    row.lineRight === false ? `line ${row.line}` : '',
    row.isolateRight === false ? `isolate ${row.isolate}` : '',
  ]
  return parts.filter((part) => part !== '').join('; ')
}

/** @param {readonly Row[]} rows */
function missTable(rows) {
  const missed = rows.filter((row) => faults(row) !== '')
  if (missed.length === 0) return 'Nothing was missed.'
  return table([
    ['case', 'run', 'expected', 'wrong', 'what was said'],
    ...missed.map((row) => [
      cell(`${row.suite}/${row.case} ${row.twin}`),
      cell(`${row.repeat} on ${row.version ?? row.node}`),
      cell([row.expected, row.expectedCause, row.expectedHolder].filter(Boolean).join(', '), 100),
      cell(faults(row), 160),
      cell(row.says ?? row.trouble, 160),
    ]),
  ])
}

/**
 * @param {readonly Row[]} rows
 * @returns {string}
 */
export function markdown(rows) {
  const versions = [...new Set(rows.map((row) => row.version).filter((each) => each !== null))]
  const parts = [
    `${rows.length} runs on Node ${versions.join(', ')}; in parentheses Wilson's interval at 95 %.`,
    measureTable(rows),
    '## By cause',
    causeTable(rows),
    '## By program',
    programTable(rows),
    '## What was wrong',
    missTable(rows),
  ]
  return `${parts.join('\n\n')}\n`
}
