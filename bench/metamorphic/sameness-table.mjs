// Whether the same was said of the same program in another guise, as Markdown.

import { share, shareText } from '../accuracy/share.mjs'
import { cell, table } from '../accuracy/table.mjs'

/** @typedef {import('../accuracy/judge.mjs').Row & { guise: string, keepsNames: boolean }} GuiseRow */

/** Verdicts that say the same to a user: nothing leaks. */
const CALM = new Set(['stable', 'bounded'])

/** @param {string | null} a @param {string | null} b */
function sameVerdict(a, b) {
  return a === b || (CALM.has(a ?? '') && CALM.has(b ?? ''))
}

/**
 * Rows beside that of the same program as it is.
 *
 * @param {readonly GuiseRow[]} rows
 * @param {string} plain name of the guise that changes nothing
 */
function pairs(rows, plain) {
  /** @param {GuiseRow} row */
  const key = (row) => `${row.suite}/${row.case}/${row.twin}`
  const before = new Map(rows.filter((row) => row.guise === plain).map((row) => [key(row), row]))
  return rows.flatMap((row) => {
    const base = before.get(key(row))
    return base && row.guise !== plain ? [{ base, row }] : []
  })
}

/**
 * @param {readonly GuiseRow[]} rows
 * @param {string} plain
 * @returns {string}
 */
export function samenessText(rows, plain) {
  const all = pairs(rows, plain)
  const guises = [...new Set(all.map(({ row }) => row.guise))]
  /** @typedef {(typeof all)[number]} Pair */
  /** @param {readonly Pair[]} of @param {(pair: Pair) => boolean} same */
  const part = (of, same) =>
    shareText(
      share(
        '',
        of.map((pair) => same(pair)),
      ),
    )
  const body = guises.map((guise) => {
    const of = all.filter(({ row }) => row.guise === guise)
    const found = of.filter(({ base }) => base.fingerprint !== null)
    const healthy = of.filter(({ row }) => row.expected === 'no leak')
    const named = found.filter(({ row }) => row.keepsNames)
    return [
      guise,
      part(of, ({ base, row }) => sameVerdict(base.verdict, row.verdict)),
      part(found, ({ base, row }) => base.cause === row.cause),
      part(named, ({ base, row }) => base.fingerprint === row.fingerprint),
      part(healthy, ({ row }) => row.verdict === 'leaking'),
    ]
  })
  const head = ['guise', 'same verdict', 'same cause', 'same fingerprint', 'healthy called leaking']
  const others = all.filter(
    ({ base, row }) =>
      !sameVerdict(base.verdict, row.verdict) ||
      base.cause !== row.cause ||
      (row.keepsNames && base.fingerprint !== row.fingerprint),
  )
  const differences = others.map(({ base, row }) => [
    cell(`${row.suite}/${row.case} ${row.twin}`),
    row.guise,
    cell(`${base.verdict}, ${base.cause}, ${base.fingerprint}`),
    cell(`${row.verdict}, ${row.cause}, ${row.fingerprint}`),
    cell(row.says ?? row.trouble, 120),
  ])
  const rest =
    differences.length === 0
      ? 'Nothing differed.'
      : table([['program', 'guise', 'as it is', 'in this guise', 'what was said'], ...differences])
  return `${table([head, ...body])}\n\n${rest}\n`
}
