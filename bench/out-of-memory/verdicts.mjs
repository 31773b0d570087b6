// What the pairs of runs show: whether the server died earlier under watch, and what its report knows.

import { share } from '../accuracy/share.mjs'

/** @typedef {import('./run-to-death.mjs').Death} Death */
/** @typedef {import('../accuracy/share.mjs').Share} Share */

/** The server's variable and file that hold and fill the memory. */
const HOLDER = 'sessions'
const FILE = /(?:^|\/)bench\/out-of-memory\/server\.mjs$/

/**
 * What one report knows.
 *
 * @param {import('../../src/protocol/index.ts').Report | null} report
 */
export function knowledge(report) {
  const deaths = report?.deaths ?? []
  const findings = report?.findings ?? []
  const held = deaths.flatMap((death) => death.heldBy)
  const holders = [...findings.map((finding) => finding.holder), ...held]
  const sites = [
    ...findings.flatMap((finding) => finding.addedBy),
    ...deaths.flatMap((death) => death.filledBy),
  ]
  return {
    hasReport: report !== null,
    saysDied: deaths.length > 0,
    namesHolder: holders.some((holder) => holder.name === HOLDER),
    namesLine: sites.some((site) => FILE.test(site.file)),
  }
}

/** @param {readonly number[]} values @returns {number} */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.floor(middle - 0.5)] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2
}

/**
 * @param {readonly { bare: Death, watched: Death }[]} pairs
 * @returns {{ medianRatio: number, leastRatio: number, bare: number, watched: number, shares: Share[] }}
 */
export function summary(pairs) {
  const bare = median(pairs.map((pair) => pair.bare.answered))
  const watched = median(pairs.map((pair) => pair.watched.answered))
  const known = pairs.map((pair) => knowledge(pair.watched.report))
  return {
    bare,
    watched,
    medianRatio: watched / bare,
    leastRatio: Math.min(...pairs.map((pair) => pair.watched.answered / pair.bare.answered)),
    shares: [
      share(
        'there is a report',
        known.map((one) => one.hasReport),
      ),
      share(
        'it says what the program died of',
        known.map((one) => one.saysDied),
      ),
      share(
        'it names the holder',
        known.map((one) => one.namesHolder),
      ),
      share(
        'it names the line that fills it',
        known.map((one) => one.namesLine),
      ),
    ],
  }
}
