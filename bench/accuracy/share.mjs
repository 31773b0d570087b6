// A share that was counted, with its interval.

import { wilsonInterval } from './wilson-interval.mjs'

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
export function share(name, outcomes) {
  const hits = outcomes.filter(Boolean).length
  return {
    name,
    hits,
    of: outcomes.length,
    value: outcomes.length === 0 ? null : hits / outcomes.length,
    interval: wilsonInterval(hits, outcomes.length),
  }
}

/** @param {number} part 0 to 1 */
function percent(part) {
  const hundredths = 100 * part
  const digits = hundredths > 99 && hundredths < 100 ? 1 : 0
  return hundredths.toFixed(digits)
}

/**
 * `10 of 10 (72 to 100 %)`, or a dash where nothing was counted.
 *
 * @param {Share | undefined} each
 * @returns {string}
 */
export function shareText(each) {
  if (!each?.interval) return '–'
  const { low, high } = each.interval
  return `${each.hits} of ${each.of} (${percent(low)} to ${percent(high)} %)`
}
