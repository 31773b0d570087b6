// The text of one function, found by where it starts: V8's sampling profile knows functions, not statements.

/** Functions longer than this are searched up to here, in lines. */
const MOST_LINES = 400

/** Position of the first match of a pattern, tried in order, within the function that starts at `line`; 1-based. */
export function statementPosition(
  text: string,
  start: { readonly line: number; readonly column: number },
  patterns: readonly RegExp[],
): { line: number; column: number } | null {
  const lines = text.split('\n').slice(start.line - 1, start.line - 1 + MOST_LINES)
  const body = functionLines(lines, start.column - 1)
  for (const pattern of patterns) {
    for (const [index, line] of body.entries()) {
      const at = line.search(pattern)
      if (at >= 0)
        return { line: start.line + index, column: at + 1 + (index === 0 ? start.column - 1 : 0) }
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
