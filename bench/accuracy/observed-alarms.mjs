// How often the trend and the verdict gave a false alarm on programs that are known to be healthy, beside what
// they state.

import { share, shareText } from './share.mjs'
import { table } from './table.mjs'

/** @typedef {import('./judge.mjs').Row} Row */

const STATED = [0.1, 0.05, 0.01, 0.001]

/** @param {readonly boolean[]} outcomes */
const text = (outcomes) => shareText(share('', outcomes))

/**
 * One line for each bar that the evidence of growth may be held against, and one for each verdict.
 *
 * @param {readonly Row[]} rows
 * @returns {string} Markdown
 */
export function observedAlarms(rows) {
  const healthy = rows.filter((row) => row.expected === 'no leak' && row.verdict !== null)
  const trends = healthy.flatMap((row) => row.trends)
  const alpha = Math.max(0, ...trends.map((trend) => trend.alpha))
  const bars = STATED.map((stated) => [
    `evidence of growth reaches 1/alpha at the end, alpha ${stated}`,
    `${100 * stated} %`,
    text(trends.map((trend) => trend.eValue >= 1 / stated)),
  ])
  return table([
    ['healthy programs', 'stated', 'observed'],
    ...bars,
    [
      'trend called growing',
      trends.length === 0 ? '–' : `${100 * alpha} %`,
      text(trends.map((trend) => trend.shape === 'growing')),
    ],
    ['verdict suspect', 'none', text(healthy.map((row) => row.verdict === 'suspect'))],
    ['verdict leaking', 'never', text(healthy.map((row) => row.verdict === 'leaking'))],
  ])
}
