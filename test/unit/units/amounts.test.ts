import { describe, expect, test } from 'vitest'
import {
  byteRateText,
  countRateText,
  countText,
  percentText,
  plural,
} from '../../../src/units/index.ts'

describe('countText', () => {
  test.each([
    [0, '0'],
    [20_001, '20,001'],
    [1_234_567, '1,234,567'],
    [1.5, '1.5'],
    [1.004, '1'],
    [0.0341, '0.034'],
    [99.96, '99.96'],
    [123.4, '123'],
    [0.0004, '<0.001'],
    [-0.0004, '>-0.001'],
    [-20_001, '-20,001'],
    [Number.NaN, 'unknown'],
  ])('writes %s as %s', (value, text) => {
    expect(countText(value)).toBe(text)
  })
})

describe('percentText', () => {
  test.each([
    [0, '0%'],
    [0.0004, '<0.1%'],
    [0.034, '3.4%'],
    [0.05, '5%'],
    [0.98, '98%'],
    [0.996, '99.6%'],
    [0.9996, '>99.9%'],
    [1, '100%'],
    [2.5, '250%'],
    [Number.NaN, 'unknown'],
  ])('writes %s as %s', (share, text) => {
    expect(percentText(share)).toBe(text)
  })
})

test('a noun follows its count', () => {
  expect(plural(1, 'request')).toBe('1 request')
  expect(plural(0, 'request')).toBe('0 requests')
  expect(plural(20_001, 'entry', 'entries')).toBe('20,001 entries')
})

test('a rate names its unit once and agrees with its number', () => {
  expect(byteRateText(38_400, 'request')).toBe('38.4 kB per request')
  expect(countRateText(1, 'object', 'request')).toBe('1 object per request')
  expect(countRateText(2.5, 'object', 'round')).toBe('2.5 objects per round')
  expect(countRateText(1.0004, 'object', 'round')).toBe('1 object per round')
})
