// The bytes that JSON gives a meaning.

const TAB = 9
export const NEWLINE = 10
const RETURN = 13
const SPACE = 32
export const QUOTE = 34
export const COMMA = 44
export const MINUS = 45
export const ZERO = 48
export const NINE = 57
export const COLON = 58
export const LEFT_BRACKET = 91
export const BACKSLASH = 92
export const RIGHT_BRACKET = 93
export const LEFT_BRACE = 123
export const RIGHT_BRACE = 125

/** Space, tab, newline, carriage return. */
export function isWhitespace(byte: number): boolean {
  return byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB
}

/** A byte for error messages: the character where it prints, else its hexadecimal value. */
export function showByte(byte: number): string {
  return byte > SPACE && byte < 127
    ? `'${String.fromCharCode(byte)}'`
    : `byte 0x${byte.toString(16).padStart(2, '0')}`
}
