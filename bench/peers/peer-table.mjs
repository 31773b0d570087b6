// What each peer said on each program, and how often it was right, as Markdown.

import { share, shareText } from '../accuracy/share.mjs'
import { cell, table } from '../accuracy/table.mjs'

/**
 * @typedef {object} PeerRow
 * @property {string} suite
 * @property {string} case
 * @property {string} twin
 * @property {string} peer
 * @property {'leak' | 'no leak'} expected
 * @property {boolean | null} leak what it answered; `null` for no answer
 * @property {boolean | null} holder whether what it printed names the holder; `null` where that is not judged
 * @property {string} says
 */

/** @param {readonly PeerRow[]} rows */
function totals(rows) {
  const peers = [...new Set(rows.map((row) => row.peer))]
  const body = peers.map((peer) => {
    const of = rows.filter((row) => row.peer === peer)
    const leaky = of.filter((row) => row.expected === 'leak')
    const healthy = of.filter((row) => row.expected === 'no leak')
    const accusations = of.filter((row) => row.leak === true)
    /** @param {readonly PeerRow[]} rows @param {(row: PeerRow) => boolean} hit */
    const part = (rows, hit) =>
      shareText(
        share(
          '',
          rows.map((row) => hit(row)),
        ),
      )
    return [
      peer,
      part(leaky, (row) => row.leak === true),
      part(accusations, (row) => row.expected === 'leak'),
      part(healthy, (row) => row.leak === true),
      part(
        leaky.filter((row) => row.holder !== null),
        (row) => row.holder === true,
      ),
      String(of.filter((row) => row.leak === null).length),
    ]
  })
  const head = ['', 'recall', 'precision', 'healthy accused', 'names the holder', 'no answer']
  return table([head, ...body])
}

/** @param {PeerRow} row */
function mark({ leak, expected }) {
  if (leak === null) return '–'
  return leak === (expected === 'leak') ? 'right' : 'WRONG'
}

/**
 * @param {readonly PeerRow[]} rows
 * @returns {string}
 */
export function peerText(rows) {
  const cells = rows.map((row) => [
    cell(`${row.suite}/${row.case} ${row.twin}`),
    row.expected,
    row.peer,
    mark(row),
    cell(row.says, 140),
  ])
  const answers = table([['program', 'truth', 'asked', 'answer', 'what it said'], ...cells])
  return `${totals(rows)}\n\n## What each said\n\n${answers}\n`
}
