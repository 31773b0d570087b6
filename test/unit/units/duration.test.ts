import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { durationText, parseDuration } from '../../../src/units/index.ts'

describe('durationText', () => {
  test.each([
    [0, '0s'],
    [0.42, '0.4ms'],
    [3, '3ms'],
    [500, '500ms'],
    [999.6, '1s'],
    [4200, '4.2s'],
    [9960, '10s'],
    [59_400, '59s'],
    [59_600, '1m'],
    [61_000, '1m 1s'],
    [3_599_700, '1h'],
    [7_500_000, '2h 5m'],
    [86_400_000, '1d'],
    [273_600_000, '3d 4h'],
    [-1500, '-1.5s'],
    [Number.NaN, 'unknown'],
  ])('writes %s ms as %s', (ms, text) => {
    expect(durationText(ms)).toBe(text)
  })

  test('writes nothing that parseDuration cannot read back to within 6 %', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80_000_000_000 }), (ms) => {
        const read = parseDuration(durationText(ms))
        expect(read).not.toBeNull()
        expect(Math.abs((read ?? 0) - ms) / ms).toBeLessThanOrEqual(0.06)
      }),
    )
  })
})

describe('parseDuration', () => {
  test.each([
    ['500ms', 500],
    ['60s', 60_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['1h30m', 5_400_000],
    ['1m 1s', 61_000],
    ['1.5S', 1500],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  test.each([
    '',
    '60',
    's',
    '-5m',
    '5 minutes',
    '1m1m',
    '1s1m',
    '1e3s',
    '5mm',
    `${'9'.repeat(30)}s`,
  ])('refuses %j by null', (text) => {
    expect(parseDuration(text)).toBeNull()
  })
})
