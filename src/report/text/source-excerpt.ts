// A few lines of source with the one that matters marked.

import type { SourceLine } from '../../protocol/index.ts'
import { visibleCode } from '../escape/visible-text.ts'
import { widthClip } from './display-width.ts'
import type { Screen } from './screen.ts'

const MOST_LINES = 7

/** Lines of the excerpt around its marked line; source is clipped at the right edge and never wrapped. */
export function sourceExcerpt(
  screen: Screen,
  excerpt: readonly SourceLine[],
  indent: number,
): string[] {
  const marked = Math.max(
    0,
    excerpt.findIndex((line) => line.marked),
  )
  const from = Math.max(0, Math.min(marked - (MOST_LINES >> 1), excerpt.length - MOST_LINES))
  const shown = excerpt.slice(from, from + MOST_LINES)
  const digits = Math.max(1, ...shown.map((line) => String(line.line).length))
  const room = screen.width - indent - digits - 5
  return shown.map((line) => {
    const number = String(line.line).padStart(digits)
    const code = widthClip(visibleCode(line.text), room)
    const row = `${line.marked ? '▸' : ' '} ${number} │ ${code}`.trimEnd()
    return ' '.repeat(indent) + screen.paint(line.marked ? 'yellow' : 'dim', row)
  })
}
