// What a program's own strings look like in a report. Names, keys and paths come out of a heap and are hostile: an escape
// sequence would steer the reader's terminal, a bidi override would make a name read as another, a long name would bury
// the rest. Each such character is shown as `\u{1b}`, and the length is bounded.

/** Longest name that a report shows in running text, in characters. */
export const NAME_LIMIT: number = 120

/** Longest sentence that a report shows, in characters. */
const SENTENCE_LIMIT: number = 400

// Control, format (bidi, zero width, tags), surrogate and private characters, line separators, and the blank letters that
// are no spaces.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\u034f/gu

// More combining marks than any script stacks on one letter.
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu

/**
 * `text` on one line, with every character that is not plainly visible written as `\u{…}`, at most `limit` characters
 * long; a longer text ends in `…`. O(limit), whatever the length of `text`.
 */
export function visibleText(text: string, limit: number = SENTENCE_LIMIT): string {
  const short = text.length > limit * 2 ? text.slice(0, limit * 2) : text
  const shown = short
    .replace(STACKED_MARKS, '$1…')
    .replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
  const characters = Array.from(shown)
  if (characters.length <= limit && short.length === text.length) return shown
  return `${characters.slice(0, limit - 1).join('')}…`
}

/** A name from the heap: `visibleText` cut at `NAME_LIMIT`. */
export function visibleName(name: string): string {
  return visibleText(name, NAME_LIMIT)
}

/** A file path: shown like a name, but cut at its beginning, since its end is what tells. */
export function visiblePath(path: string): string {
  const end = path.length > NAME_LIMIT ? path.slice(-NAME_LIMIT) : path
  const shown = Array.from(visibleText(end, NAME_LIMIT * 8))
  if (shown.length <= NAME_LIMIT && end.length === path.length) return shown.join('')
  return `…${shown.slice(-(NAME_LIMIT - 1)).join('')}`
}

/** A line of source: tabs become two spaces, the rest as `visibleText`. */
export function visibleCode(line: string): string {
  return visibleText(line.slice(0, SENTENCE_LIMIT * 2).replaceAll('\t', '  '), SENTENCE_LIMIT)
}
