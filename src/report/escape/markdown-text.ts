// Strings of the program inside Markdown. Structure characters become numeric entities, which never mean structure; what
// a forge would turn into a mention, a reference or a link is parted by a zero-width space.

import { visibleText } from './visible-text.ts'

const STRUCTURE = /[\\`*_[\]<>&|~$]/g
const PART = '&#8203;'

/** `text` as plain inline Markdown, also inside a table cell: no HTML, emphasis, link, image, mention or reference. */
export function markdownText(text: string): string {
  return visibleText(text)
    .replace(STRUCTURE, (character) => `&#${String(character.charCodeAt(0))};`)
    .replaceAll('@', `@${PART}`)
    .replace(/(?<!&)#(?=\w)/g, `#${PART}`)
    .replace(/:(?=\/\/)/g, `:${PART}`)
    .replace(/\b(www|mailto|xmpp|GH)(?=[.:-])/gi, `$1${PART}`)
}

/** `text` as a code span, for running text; a table cell cannot hold every code span, see `markdownText`. */
export function codeSpan(text: string): string {
  const shown = visibleText(text)
  const ticks = '`'.repeat(longestRun(shown) + 1)
  const pad = shown.startsWith('`') || shown.endsWith('`') || shown === '' ? ' ' : ''
  return `${ticks}${pad}${shown}${pad}${ticks}`
}

/** Lines as a code block whose fence no line can close. */
export function codeBlock(lines: readonly string[]): string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1))
  return [`${fence}text`, ...lines, fence]
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), (run) => run[0].length))
}
