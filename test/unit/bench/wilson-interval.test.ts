import { expect, test } from 'vitest'
import { wilsonInterval } from '../../../bench/accuracy/wilson-interval.mjs'

test('the interval agrees with a published example', () => {
  // 81 of 263: 0.2553 to 0.3662 (Newcombe 1998, method 3).
  const interval = wilsonInterval(81, 263)
  expect(interval?.low).toBeCloseTo(0.2553, 4)
  expect(interval?.high).toBeCloseTo(0.3662, 4)
})

test('the interval keeps a width at both ends', () => {
  const none = wilsonInterval(0, 20)
  const all = wilsonInterval(20, 20)
  expect(none?.low).toBe(0)
  expect(none?.high).toBeCloseTo(0.1611, 4)
  expect(all?.low).toBeCloseTo(0.8389, 4)
  expect(all?.high).toBe(1)
})

test('more trials with the same share make it narrower', () => {
  const few = wilsonInterval(8, 10)
  const many = wilsonInterval(80, 100)
  const width = (interval: typeof few) => (interval ? interval.high - interval.low : Number.NaN)
  expect(width(many)).toBeLessThan(width(few))
})

test('there is no interval without trials', () => {
  expect(wilsonInterval(0, 0)).toBeNull()
})
