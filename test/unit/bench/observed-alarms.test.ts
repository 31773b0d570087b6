import { expect, test } from 'vitest'
import { observedAlarms } from '../../../bench/accuracy/observed-alarms.mjs'

type Row = Parameters<typeof observedAlarms>[0][number]

const trend = (eValue: number) => {
  const shape = eValue >= 100 ? 'growing' : 'flat'
  return { role: 'main' as const, shape, eValue, alpha: 0.01 }
}
const run = (verdict: string | null, eValue: number, expected = 'no leak') =>
  ({ expected, verdict, trends: [trend(eValue)] }) as unknown as Row
const observed = (rows: Row[], line: string) =>
  observedAlarms(rows)
    .split('\n')
    .find((each) => each.includes(line))
    ?.split('|')
    .at(-2)
    ?.trim()

test('only healthy programs that gave a report are counted', () => {
  const rows = [run('stable', 1), run('leaking', 1e6, 'leak'), run(null, 1)]
  expect(observed(rows, 'verdict leaking')).toMatch(/^0 of 1 /)
  expect(observed(rows, 'trend called growing')).toMatch(/^0 of 1 /)
})

test('evidence is held against each bar, the verdict against none', () => {
  const rows = [run('stable', 1), run('stable', 15), run('suspect', 150), run('bounded', 2)]
  expect(observed(rows, 'alpha 0.1')).toMatch(/^2 of 4 /)
  expect(observed(rows, 'alpha 0.05')).toMatch(/^1 of 4 /)
  expect(observed(rows, 'alpha 0.01')).toMatch(/^1 of 4 /)
  expect(observed(rows, 'verdict suspect')).toMatch(/^1 of 4 /)
})

test('nothing observed is said as nothing', () => {
  expect(observed([], 'verdict leaking')).toBe('–')
})
