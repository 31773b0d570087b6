// Source with the line that matters marked.

import type { SourceLine } from '../../../protocol/index.ts'
import { visibleCode } from '../../escape/visible-text.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'

const MOST_LINES = 15

/** A figure with its caption; without lines only the caption. Long lines scroll inside. */
export function sourceFigure(caption: Markup, excerpt: readonly SourceLine[]): Markup {
  const lines = excerpt.slice(0, MOST_LINES)
  const code = lines.map(sourceRow)
  return markup`<figure class="source"><figcaption>${caption}</figcaption>
${lines.length > 0 && markup`<pre tabindex="0" aria-label="source excerpt">${joined(code)}</pre>`}</figure>`
}

function sourceRow(line: SourceLine): Markup {
  const inside = markup`<i>${String(line.line)}</i>${visibleCode(line.text)}`
  return line.marked
    ? markup`<mark class="row">${inside}</mark>`
    : markup`<span class="row">${inside}</span>`
}

// Rows are blocks already: a newline between them inside <pre> would be drawn as an empty line.
function joined(rows: readonly Markup[]): Markup {
  return rows.reduce((whole, row) => markup`${whole}${row}`, markup``)
}
