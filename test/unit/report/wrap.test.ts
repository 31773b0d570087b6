import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { displayWidth, widthClip } from '../../../src/report/text/display-width.ts'
import { sparkline } from '../../../src/report/text/sparkline.ts'
import { wrap } from '../../../src/report/text/wrap.ts'

describe('wrap', () => {
  test('keeps every line within the width and every character in its order', () => {
    const word = fc.oneof(
      fc.string({ minLength: 1, maxLength: 50 }).map((text) => text.replace(/\s/g, '_')),
      fc.constantFrom('日本語クラス名', '38.4 kB', '× 20,001', '🌊🌊'),
    )
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 20 }),
        fc.integer({ min: 10, max: 60 }),
        (words, width) => {
          const text = words.join(' ')
          const lines = wrap(text, width)
          for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width)
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        },
      ),
    )
  })

  test('never parts a number from its unit', () => {
    for (let width = 12; width < 60; width++) {
      const lines = wrap('it grew by 38.4 kB in 12.5 MB and × 20,001 steps of 7 ms', width)
      for (const line of lines) {
        expect(line).not.toMatch(/(?:38\.4|12\.5|7|×)$/)
      }
    }
  })
})

test('wide letters take two columns and combining marks none', () => {
  expect(displayWidth('日本')).toBe(4)
  expect(displayWidth('e\u0301')).toBe(1)
  expect(displayWidth('├─ × 20')).toBe(7)
  expect(widthClip('日本語', 5)).toBe('日本…')
})

describe('sparkline', () => {
  test('climbs with its values and is never wider than it may be', () => {
    const values = Array.from({ length: 500 }, (_, index) => index)
    expect(sparkline(values, 8)).toBe('▁▂▃▄▅▆▇█')
    expect(Array.from(sparkline(values, 40))).toHaveLength(40)
    expect(Array.from(sparkline([1, 2, 3], 40))).toHaveLength(3)
  })

  test('does not blow up noise', () => {
    const blocks = new Set(sparkline([100, 100.4, 99.8, 100.1, 100.2, 99.9], 6))
    expect(blocks.size).toBe(1)
  })
})
