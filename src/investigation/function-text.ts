// The text of one function, found by where it starts: V8's sampling profile knows functions, not statements.

/** Functions longer than this are searched up to here, in lines. */
const MOST_LINES = 400
const COMMENT = /^\s*(?:\/\/|\*|\/\*)/

/** Position of the first match of a pattern, tried in order, within the function that starts at `start`; 1-based. */
export function statementPosition(
  text: readonly string[],
  start: { readonly line: number; readonly column: number },
  patterns: readonly RegExp[],
): { line: number; column: number } | null {
  const lines = text.slice(start.line - 1, start.line - 1 + MOST_LINES)
  const found = firstMatch(functionLines(lines, start.column - 1), patterns)
  if (found === null) return null
  const shift = found.line === 1 ? start.column - 1 : 0
  return { line: start.line + found.line - 1, column: found.column + shift }
}

/** The first line that the first matching pattern is found on, 1-based; comments are passed over. */
export function firstMatch(
  lines: readonly string[],
  patterns: readonly RegExp[],
): { line: number; column: number } | null {
  for (const pattern of patterns) {
    for (const [index, line] of lines.entries()) {
      const at = COMMENT.test(line) ? -1 : line.search(pattern)
      if (at >= 0) return { line: index + 1, column: at + 1 }
    }
  }
  return null
}

/**
 * The lines up to the brace that closes the first one opened. Braces in strings and comments are counted too: the
 * result is a search window, and a window a little too small or too large only weakens the search.
 */
function functionLines(lines: readonly string[], column: number): string[] {
  const body: string[] = []
  let depth = 0
  let opened = false
  for (const [index, whole] of lines.entries()) {
    const line = index === 0 ? whole.slice(column) : whole
    body.push(line)
    for (const character of line) {
      if (character === '{') {
        depth++
        opened = true
      } else if (character === '}') depth--
    }
    if (opened && depth <= 0) break
  }
  return body
}
