import { expect, test } from 'vitest'
import { verdictRight } from '../../../bench/accuracy/judge.mjs'
import { shares, verdictTimes } from '../../../bench/accuracy/measures.mjs'
import { markdown } from '../../../bench/accuracy/scorecard.mjs'

type Row = Parameters<typeof shares>[0][number]

function row(parts: Partial<Row>): Row {
  const expected = parts.expected ?? 'leak'
  const verdict = parts.verdict ?? 'leaking'
  return {
    suite: 'lab',
    case: 'a',
    twin: expected === 'leak' ? 'leaky' : 'healthy',
    node: 'current',
    version: '20.20.2',
    repeat: 1,
    expected,
    expectedCause: 'collection',
    expectedHolder: null,
    verdict,
    right: verdictRight(expected, verdict),
    cause: null,
    causeRight: null,
    holder: null,
    holderRight: null,
    line: null,
    lineRight: null,
    isolate: null,
    isolateRight: null,
    fingerprint: null,
    sharePerMinute: 0.1,
    trends: [],
    says: null,
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
  const wrong = row({ verdict: 'stable', holder: 'a|b', holderRight: false })
  const text = markdown([wrong, row({ case: 'another' })])
  expect(text).toContain('stable (WRONG)')
  expect(text).toContain('a\\|b')
  for (const block of text
    .trim()
    .split('\n\n')
    .filter((part) => part.startsWith('|'))) {
    expect(new Set(block.split('\n').map((line) => line.length)).size).toBe(1)
  }
})

test('a healthy program that is only suspected is not called leaking, and is not left alone either', () => {
  const rows = [
    row({ expected: 'no leak', verdict: 'suspect' }),
    row({ expected: 'no leak', verdict: 'stable' }),
  ]
  expect(counts(rows)).toMatchObject({
    'healthy runs not called leaking': '2/2',
    'healthy runs neither leaking nor suspect': '1/2',
  })
})

test('a fast leak must be found within a minute, a slow one need not', () => {
  const rows = [
    row({ verdictMs: 59_000 }),
    row({ verdictMs: 61_000 }),
    row({ verdict: 'stable', sharePerMinute: null }),
    row({ verdictMs: 500_000, sharePerMinute: 0.001 }),
  ]
  expect(counts(rows)['leaks of 1 %/min and more found within 60 s']).toBe('1/3')
  expect(verdictTimes(rows)).toEqual({ count: 2, medianS: 61, ninetiethS: 61, longestS: 61 })
})

test('the table by cause counts each cause apart and says what else was said', () => {
  const rows = [
    row({ cause: 'collection', causeRight: true }),
    row({ cause: 'closure', causeRight: false, repeat: 2 }),
    row({ case: 'b', expectedCause: 'timer', cause: 'timer', causeRight: true }),
  ]
  const byCause = markdown(rows).split('## By cause')[1]?.split('##')[0] ?? ''
  expect(byCause).toMatch(/collection +\| 1 .*1 of 2 .*collection 1, closure 1/)
  expect(byCause).toMatch(/timer +\| 1 .*1 of 1/)
})
