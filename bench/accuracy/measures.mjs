// The shares that come out of the rows, as plain data.

import { share } from './share.mjs'
import { sameOverNodes, sameOverRepeats } from './stability.mjs'

/** @typedef {import('./judge.mjs').Row} Row */
/** @typedef {import('./share.mjs').Share} Share */

/** A leak that grows by this share of the heap a minute is to be called so within `PROMPT_MS`. */
const FAST_SHARE = 0.01
const PROMPT_MS = 60_000

/** @param {Row} row */
const isFast = (row) => row.sharePerMinute === null || row.sharePerMinute >= FAST_SHARE

/**
 * A program without a report accuses nobody, but it counts against every measure that asks for an answer.
 * Precision counts a healthy program that is called leaking or suspect as a false accusation. Holder, line, cause
 * and isolate are shares of all leaky runs that can be judged, so a leak that is missed counts against them.
 *
 * @param {readonly Row[]} rows
 * @returns {Share[]} those for which anything could be counted
 */
export function shares(rows) {
  const leaky = rows.filter((row) => row.expected === 'leak')
  const healthy = rows.filter((row) => row.expected === 'no leak')
  const found = leaky.filter((row) => row.right === true)
  const accused = healthy.filter((row) => row.verdict === 'leaking' || row.verdict === 'suspect')
  /** @param {'holderRight' | 'lineRight' | 'causeRight' | 'isolateRight'} field */
  const judged = (field) => leaky.flatMap((row) => (row[field] === null ? [] : [row[field]]))
  /** @param {readonly Row[]} of @param {(row: Row) => boolean} hit */
  const count = (of, hit) => of.map((row) => hit(row))
  return [
    share(
      'healthy runs not called leaking',
      count(healthy, (row) => row.verdict !== 'leaking'),
    ),
    share(
      'healthy runs neither leaking nor suspect',
      count(healthy, (row) => row.right === true),
    ),
    share('precision', [...found.map(() => true), ...accused.map(() => false)]),
    share(
      'recall',
      count(leaky, (row) => row.right === true),
    ),
    share('cause', judged('causeRight')),
    share('holder', judged('holderRight')),
    share('line', judged('lineRight')),
    share('isolate', judged('isolateRight')),
    share('same fingerprint over repeats', sameOverRepeats(rows)),
    share('same fingerprint over Node lines', sameOverNodes(rows)),
    share(
      'leaks of 1 %/min and more found within 60 s',
      count(leaky.filter(isFast), (row) => row.right === true && row.verdictMs <= PROMPT_MS),
    ),
    share(
      'runs with a report',
      count(rows, (row) => row.verdict !== null),
    ),
  ].filter((each) => each.of > 0)
}

/**
 * Time until a leak of 1 % a minute or more was called one, of those that were; seconds.
 *
 * @param {readonly Row[]} rows
 * @returns {{ count: number, medianS: number, ninetiethS: number, longestS: number } | null}
 */
export function verdictTimes(rows) {
  const times = rows
    .filter((row) => row.expected === 'leak' && row.right === true && isFast(row))
    .map((row) => row.verdictMs / 1000)
    .toSorted((a, b) => a - b)
  const at = (/** @type {number} */ part) =>
    times[Math.min(times.length - 1, Math.floor(part * times.length))] ?? Number.NaN
  if (times.length === 0) return null
  return { count: times.length, medianS: at(0.5), ninetiethS: at(0.9), longestS: at(1) }
}
