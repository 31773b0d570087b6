// How many terminal columns a text takes: combining marks none, wide East Asian letters and emoji two, the rest one.

const NARROW = /^[\u0020-\u02ff\u2010-\u2027\u2190-\u2193\u2500-\u25ff]*$/
const COMBINING = /^\p{M}$/u

// First and last code points of the ranges that terminals draw two columns wide (Unicode, East Asian Width W and F).
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x23e9, 0x23f3],
  [0x2614, 0x2615],
  [0x2648, 0x2653],
  [0x26aa, 0x26fd],
  [0x2705, 0x2728],
  [0x274c, 0x2757],
  [0x2795, 0x27bf],
  [0x2b1b, 0x2b55],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2fb],
  [0x1f004, 0x1faff],
  [0x20000, 0x3fffd],
]

/** Columns of `text`. O(length). */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

/** The longest beginning of `text` that fits into `width` columns. */
export function widthPrefix(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let used = 0
  let end = 0
  for (const character of text) {
    used += characterWidth(character)
    if (used > width) break
    end += character.length
  }
  return text.slice(0, end)
}

/** `text` cut to `width` columns, with `…` at its end where something is cut. */
export function widthClip(text: string, width: number): string {
  return displayWidth(text) <= width ? text : `${widthPrefix(text, width - 1)}…`
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x300) return 1
  if (COMBINING.test(character)) return 0
  return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1
}
