// Rows of a query for other programs. Both forms are lossless; neither has a byte in it that a terminal would obey, for
// they are read there too.

import type { PlainValue } from '../../investigation/index.ts'

/** Pieces of a file, in their order. */
export interface RowForm {
  readonly head: string
  /** The text of row `at`, 0-based. */
  row(values: readonly PlainValue[], at: number): string
  tail(rows: number): string
}

// Control, format, surrogate and private characters, and line separators.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu

/** An array of objects, one a line. */
export function jsonForm(names: readonly string[]): RowForm {
  return {
    head: '[',
    row(values, at) {
      const object = Object.fromEntries(names.map((name, column) => [name, values[column] ?? null]))
      return `${at === 0 ? '\n' : ',\n'}${JSON.stringify(object).replace(INVISIBLE, escaped)}`
    },
    tail: (rows) => (rows === 0 ? ']\n' : '\n]\n'),
  }
}

/**
 * RFC 4180 with a head line and bare line feeds. NULL is an empty field, an empty text is `""`. Characters that cannot be
 * seen are written as in JSON, and so is the backslash of a text that has such characters.
 */
export function csvForm(names: readonly string[]): RowForm {
  return {
    head: `${names.map(csvField).join(',')}\n`,
    row: (values) => `${values.map(csvField).join(',')}\n`,
    tail: () => '',
  }
}

function csvField(value: PlainValue): string {
  if (value === null) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const plain =
    text.search(INVISIBLE) < 0
      ? text
      : text.replaceAll('\\', String.raw`\\`).replace(INVISIBLE, escaped)
  return plain === '' || /[",]|^\s|\s$/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
