import { expect, test } from 'vitest'
import { median, medianWithInterval, quantile } from '../../../bench/overhead/ratios.mjs'

test('the median of an even number lies between the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([5, 1, 3])).toBe(3)
})

test('quantiles are values that occur', () => {
  const values = Array.from({ length: 100 }, (_, index) => index)
  expect(quantile(values, 0.25)).toBe(25)
  expect(quantile(values, 1)).toBe(99)
})

// The 95 % interval of the median of ten is known to go from the second to the ninth, of twenty from the sixth to the fifteenth.
test.each([
  [5, 1, 5],
  [6, 1, 6],
  [10, 2, 9],
  [20, 6, 15],
])('the interval of the median of %i goes from the %i. to the %i.', (count, low, high) => {
  const values = Array.from({ length: count }, (_, index) => index + 1)
  expect(medianWithInterval(values)).toMatchObject({ low, high, pairs: count })
})
