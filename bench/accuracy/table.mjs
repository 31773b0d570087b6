// Rows of text as a Markdown table with straight columns.

/**
 * A text that fits into a cell; a dash where there is none.
 *
 * @param {string | null | undefined} text
 * @param {number} [most] characters
 * @returns {string}
 */
export function cell(text, most = 200) {
  const plain = (text ?? '–').replace(/\s+/g, ' ')
  const short = plain.length <= most ? plain : `${plain.slice(0, most - 1)}…`
  return short.replace(/\|/g, '\\|')
}

/**
 * @param {readonly (readonly string[])[]} rows the first is the head
 * @returns {string}
 */
export function table(rows) {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(3, ...rows.map((row) => row[at]?.length ?? 0)),
  )
  const lines = rows.map(
    (row) => `| ${row.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`,
  )
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [lines[0], rule, ...lines.slice(1)].join('\n')
}
