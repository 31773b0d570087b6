import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  NAME_LIMIT,
  visibleCode,
  visibleName,
  visiblePath,
  visibleText,
} from '../../../src/report/escape/visible-text.ts'

describe('visibleText', () => {
  test.each([
    ['an escape sequence', '\u001b[31mred', String.raw`\u{1b}[31mred`],
    ['an eight-bit control', '\u009b2J', String.raw`\u{9b}2J`],
    ['a line break', 'a\r\nb', String.raw`a\u{d}\u{a}b`],
    ['a bidi override', 'a\u202eb', String.raw`a\u{202e}b`],
    ['a bidi isolate', 'a\u2066b', String.raw`a\u{2066}b`],
    ['a zero-width space', 'a\u200bb', String.raw`a\u{200b}b`],
    ['a tag character', 'a\u{e0041}b', String.raw`a\u{e0041}b`],
    ['a lone surrogate', 'a\ud800b', String.raw`a\u{d800}b`],
    ['a blank letter', 'a\u3164b', String.raw`a\u{3164}b`],
  ])('shows %s by its code', (_what, raw, shown) => {
    expect(visibleText(raw)).toBe(shown)
  })

  test('leaves words of every script as they are', () => {
    for (const word of ['Größe', '日本語', 'שלום', 'مرحبا', '🌊', 'a b']) {
      expect(visibleText(word)).toBe(word)
    }
  })

  test('never gives more than the limit nor a character that a terminal obeys', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat(200), (raw, extra) => {
        const limit = 4 + extra
        const shown = visibleText(raw, limit)
        expect(Array.from(shown).length).toBeLessThanOrEqual(limit)
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u)
      }),
    )
  })

  test('ends a longer text with an ellipsis', () => {
    expect(visibleText('abcdef', 4)).toBe('abc…')
    expect(visibleText('abcd', 4)).toBe('abcd')
    expect(visibleName('x'.repeat(1_000_000))).toBe(`${'x'.repeat(NAME_LIMIT - 1)}…`)
  })
})

test('a long path keeps its end', () => {
  expect(visiblePath('src/app.ts')).toBe('src/app.ts')
  const shown = visiblePath(`${'deep/'.repeat(100)}store.ts`)
  expect(shown.startsWith('…')).toBe(true)
  expect(shown.endsWith('deep/store.ts')).toBe(true)
  expect(shown.length).toBe(NAME_LIMIT)
})

test('a tab in source is drawn as two spaces', () => {
  expect(visibleCode('\treturn')).toBe('  return')
})
