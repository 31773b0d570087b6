// What stands in the place of a string that was redacted: its kind, length, encoding and keyed hash, so that
// duplicates and sizes can be seen and contents cannot.
//   [text 24 latin1 mkqzgvhjwxtpsnrz]
// The hash is written in letters that are no hexadecimal digits: a search for a key, an id or a number in a redacted
// file finds none by chance.

/** What can be told about a redacted text without telling it. */
export type TextKind = 'text' | 'name' | 'url' | 'json' | 'labels' | 'digits'

export interface TokenParts {
  readonly kind: TextKind
  /** UTF-16 units of the text as it stood in the file; V8 cuts long ones at 1,024. */
  readonly length: number
  /** Whether every unit fits one byte. */
  readonly latin1: boolean
  /** Higher and lower half. */
  readonly hash: readonly [number, number]
}

const LETTERS = 'ghjkmnpqrstvwxyz'
const TOKEN = /^\[(text|name|url|json|labels|digits) \d{1,16} (?:latin1|utf16) [g-z]{16}\]$/

export function redactedToken({ kind, length, latin1, hash }: TokenParts): string {
  const [high, low] = hash
  return `[${kind} ${length} ${latin1 ? 'latin1' : 'utf16'} ${letters(high)}${letters(low)}]`
}

/** Eight letters, four bits each. */
function letters(half: number): string {
  let text = ''
  for (let shift = 28; shift >= 0; shift -= 4) text += LETTERS[(half >>> shift) & 15]
  return text
}

/** The kind of a redacted text; `null` for every other string. */
export function redactedKind(text: string): TextKind | null {
  if (!text.startsWith('[') || !text.endsWith(']')) return null
  const kind = TOKEN.exec(text)?.[1]
  return kind === undefined ? null : (kind as TextKind)
}
