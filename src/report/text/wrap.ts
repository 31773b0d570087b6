// Breaks text into lines that never exceed a width and never part a number from its unit.

import { displayWidth, widthPrefix } from './display-width.ts'

const UNIT_AFTER_NUMBER = /(\d) (?=(?:B|kB|MB|GB|TB|PB|ms|s|m|h|d)\b)|(×) (?=\d)/g
const GLUE = '\u0000'

/** Lines of at most `width` columns; words longer than a line are broken, after a separator where one is near. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const glued of text.replace(UNIT_AFTER_NUMBER, `$1$2${GLUE}`).split(' ')) {
    let word = glued.replaceAll(GLUE, ' ')
    const joined = line === '' ? word : `${line} ${word}`
    if (displayWidth(joined) <= width) {
      line = joined
      continue
    }
    if (line !== '') lines.push(line)
    while (displayWidth(word) > width) {
      const head = breakable(widthPrefix(word, width))
      lines.push(head)
      word = word.slice(head.length)
    }
    line = word
  }
  if (line !== '' || lines.length === 0) lines.push(line)
  return lines
}

function breakable(head: string): string {
  const match = /^.*[/\\.,:_}\])-]/s.exec(head)
  return match !== null && match[0].length > head.length / 2 ? match[0] : head
}
