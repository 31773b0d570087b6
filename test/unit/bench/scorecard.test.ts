import { expect, test } from 'vitest'
import { verdictRight } from '../../../bench/accuracy/judge.mjs'
import { markdown, shares } from '../../../bench/accuracy/scorecard.mjs'

type Row = Parameters<typeof shares>[0][number]

function row(parts: Partial<Row>): Row {
  const expected = parts.expected ?? 'leak'
  const verdict = parts.verdict ?? 'leaking'
  return {
    case: 'a',
    twin: expected === 'leak' ? 'leaky' : 'healthy',
    expected,
    verdict,
    right: verdictRight(expected, verdict),
    cause: null,
    causeRight: null,
    holder: null,
    holderRight: null,
    line: null,
    lineRight: null,
    verdictMs: 1000,
    snapshots: 0,
    pauseMs: 0,
    findings: 0,
    trouble: null,
    ...parts,
  }
}

const counts = (rows: Row[]) =>
  Object.fromEntries(shares(rows).map((share) => [share.name, `${share.hits}/${share.of}`]))

test('a suspicion is not enough for a leak, and too much for a healthy program', () => {
  expect(verdictRight('leak', 'suspect')).toBe(false)
  expect(verdictRight('no leak', 'suspect')).toBe(false)
  expect(verdictRight('no leak', 'bounded')).toBe(true)
  expect(verdictRight('no leak', 'inconclusive')).toBe(true)
})

test('a run without a report is wrong for either twin', () => {
  expect(verdictRight('leak', null)).toBe(false)
  expect(verdictRight('no leak', null)).toBe(false)
})

test('precision counts accusations, recall counts leaks', () => {
  const rows = [
    row({ verdict: 'leaking' }),
    row({ verdict: 'stable' }),
    row({ expected: 'no leak', verdict: 'suspect' }),
    row({ expected: 'no leak', verdict: 'stable' }),
  ]
  expect(counts(rows)).toMatchObject({ precision: '1/2', recall: '1/2' })
})

test('a missed leak counts against the holder, a truth without a name does not count', () => {
  const rows = [
    row({ holderRight: true }),
    row({ verdict: 'stable', holderRight: false }),
    row({ holderRight: null }),
  ]
  expect(counts(rows)).toMatchObject({ holder: '1/2' })
})

test('the table marks what is wrong and keeps its columns when a name has a bar', () => {
  const text = markdown([row({ verdict: 'stable', holder: 'a|b' })])
  expect(text).toContain('stable (WRONG)')
  expect(text).toContain('a\\|b')
  const widths = new Set(
    text
      .split('\n\n')[0]
      ?.split('\n')
      .map((line) => line.length),
  )
  expect(widths.size).toBe(1)
})
