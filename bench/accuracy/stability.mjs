// Whether the same bug is known by the same fingerprint again: over the repeats on one Node, and over Node lines.

/** @typedef {import('./judge.mjs').Row} Row */

/**
 * @param {readonly Row[]} rows
 * @param {(row: Row) => string} keyOf
 * @returns {Row[][]}
 */
function grouped(rows, keyOf) {
  /** @type {Map<string, Row[]>} */
  const groups = new Map()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return [...groups.values()]
}

/** @param {Row} row */
const programOf = (row) => `${row.suite}/${row.case}/${row.twin}`

/** @param {readonly Row[]} rows a run without a finding breaks the sameness */
function allTheSame(rows) {
  const prints = new Set(rows.map((row) => row.fingerprint))
  return prints.size === 1 && !prints.has(null)
}

/**
 * One outcome for each leaky program and Node that ran at least twice: whether all its runs gave one fingerprint.
 *
 * @param {readonly Row[]} rows
 * @returns {boolean[]}
 */
export function sameOverRepeats(rows) {
  const leaky = rows.filter((row) => row.expected === 'leak')
  return grouped(leaky, (row) => `${programOf(row)}/${row.node}`)
    .filter((group) => group.length > 1)
    .map(allTheSame)
}

/**
 * One outcome for each leaky program that ran on at least two lines of Node: whether the fingerprint that is most
 * frequent on a line is the same on all of them.
 *
 * @param {readonly Row[]} rows
 * @returns {boolean[]}
 */
export function sameOverNodes(rows) {
  const leaky = rows.filter((row) => row.expected === 'leak')
  return grouped(leaky, programOf).flatMap((group) => {
    const lines = grouped(group, (row) => row.node)
    return lines.length < 2 ? [] : [new Set(lines.map(mostFrequent)).size === 1]
  })
}

/** @param {readonly Row[]} rows @returns {string | null} of ties the first; lines without any finding differ */
function mostFrequent(rows) {
  const found = rows.filter((row) => row.fingerprint !== null)
  const groups = grouped(found, (row) => row.fingerprint ?? '')
  const best = groups.toSorted((a, b) => b.length - a.length)[0]
  return best?.[0]?.fingerprint ?? `none on ${rows[0]?.node}`
}
