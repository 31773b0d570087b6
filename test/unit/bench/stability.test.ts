import { expect, test } from 'vitest'
import { sameOverNodes, sameOverRepeats } from '../../../bench/accuracy/stability.mjs'

type Row = Parameters<typeof sameOverRepeats>[0][number]

/** The parts of a row that stability looks at. */
function run(parts: Partial<Row>): Row {
  const row: Partial<Row> = { suite: 'lab', case: 'a', twin: 'leaky', node: '20', repeat: 1 }
  return { ...row, expected: 'leak', fingerprint: 'f1', ...parts } as Row
}

test('a program is stable when all its runs on a Node give one fingerprint', () => {
  expect(sameOverRepeats([run({}), run({ repeat: 2 })])).toEqual([true])
  expect(sameOverRepeats([run({}), run({ repeat: 2, fingerprint: 'f2' })])).toEqual([false])
})

test('a run without a finding is not the same as one with', () => {
  expect(sameOverRepeats([run({}), run({ fingerprint: null })])).toEqual([false])
  expect(sameOverRepeats([run({ fingerprint: null }), run({ fingerprint: null })])).toEqual([false])
})

test('programs, Nodes and healthy twins are not mixed, and one run says nothing', () => {
  const rows = [
    run({}),
    run({ case: 'b', fingerprint: 'f2' }),
    run({ node: '22', fingerprint: 'f3' }),
    run({ expected: 'no leak', twin: 'healthy', fingerprint: null }),
    run({ expected: 'no leak', twin: 'healthy', fingerprint: null, repeat: 2 }),
  ]
  expect(sameOverRepeats(rows)).toEqual([])
})

test('Node lines agree when the most frequent fingerprint of each is the same', () => {
  const twenty = [run({}), run({ repeat: 2 }), run({ repeat: 3, fingerprint: 'f2' })]
  expect(sameOverNodes([...twenty, run({ node: '22' })])).toEqual([true])
  expect(sameOverNodes([...twenty, run({ node: '22', fingerprint: 'f2' })])).toEqual([false])
  expect(sameOverNodes(twenty)).toEqual([])
})

test('lines that found nothing at all do not agree', () => {
  const rows = [run({ fingerprint: null }), run({ node: '22', fingerprint: null })]
  expect(sameOverNodes(rows)).toEqual([false])
})
