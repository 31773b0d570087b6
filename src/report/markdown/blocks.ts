// The blocks that Markdown sections are made of. Everything put into them is escaped here.

import { markdownText } from '../escape/markdown-text.ts'

const MOST_BULLETS = 20

/** A two-column table without a head; rows whose value is `null` are left out. */
export function factTable(rows: readonly (readonly [string, string | null])[]): string[] {
  const body = rows.flatMap(([label, value]) => {
    return value === null ? [] : [`| ${markdownText(label)} | ${markdownText(value)} |`]
  })
  return ['| | |', '| --- | --- |', ...body]
}

/** A table with a head; `right` names the columns that are aligned to the right. */
export function dataTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[],
): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(' | ')} |`
  const alignment = head.map((_label, index) => (right.includes(index) ? '---:' : '---'))
  return [line(head), `| ${alignment.join(' | ')} |`, ...rows.map(line)]
}

/** A list, one escaped text an item. */
export function bullets(texts: readonly string[]): string[] {
  const items = texts.slice(0, MOST_BULLETS).map((text) => `- ${listText(text)}`)
  return items.length === 0 ? ['- none'] : items
}

// An item that begins with a list or heading mark would open another block inside the item.
function listText(text: string): string {
  return markdownText(text)
    .replace(/^(\d+)([.)])/, '$1&#8203;$2')
    .replace(/^([-+#=])/, '&#8203;$1')
}
