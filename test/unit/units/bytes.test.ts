import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { bytesText, parseBytes, signedBytesText } from '../../../src/units/index.ts'

describe('bytesText', () => {
  test.each([
    [0, '0 B'],
    [1, '1 B'],
    [0.44, '0.4 B'],
    [312, '312 B'],
    [999, '999 B'],
    [999.7, '1.0 kB'],
    [38_400, '38.4 kB'],
    [99_960, '100 kB'],
    [384_200, '384 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [1_234_567, '1.2 MB'],
    [4_600_000_000, '4.6 GB'],
    [5e18, '5,000 PB'],
    [-38_400, '-38.4 kB'],
    [Number.NaN, 'unknown'],
    [Number.POSITIVE_INFINITY, 'unknown'],
  ])('writes %s bytes as %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text)
  })

  test('loses at most five percent to rounding, in any unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), (bytes) => {
        const read = parseBytes(bytesText(bytes).replace(',', ''))
        expect(read).not.toBeNull()
        expect(Math.abs((read ?? 0) - bytes) / bytes).toBeLessThanOrEqual(0.0501)
      }),
    )
  })
})

test('a change of size always shows its sign', () => {
  expect([38_400, -38_400, 0].map(signedBytesText)).toEqual(['+38.4 kB', '-38.4 kB', '±0 B'])
})

describe('parseBytes', () => {
  test.each([
    ['80M', 80_000_000],
    ['1G', 1_000_000_000],
    ['1.5 GB', 1_500_000_000],
    ['64MiB', 67_108_864],
    ['4096', 4096],
    ['12b', 12],
    [' 2k ', 2000],
  ])('reads %s', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes)
  })

  test.each([
    '',
    'M',
    '-1M',
    '1e9',
    '1 000',
    '0x10',
    '80MX',
    'NaN',
    '9'.repeat(40),
    '9007199254740993T',
  ])('refuses %j by null', (text) => {
    expect(parseBytes(text)).toBeNull()
  })
})
