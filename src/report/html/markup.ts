// HTML that is safe by construction: whatever is put into a `markup` template is escaped unless it is markup itself.

import { visibleText } from '../escape/visible-text.ts'

/** Finished HTML. Made by `markup`, or from text that is the page's own. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type Piece = Markup | string | number | null | false | readonly Piece[]

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/**
 * A template of our own HTML with pieces in it. Strings and numbers are made visible and escaped, for text and for quoted
 * attributes alike; `null` and `false` vanish; lists are joined by newlines.
 */
export function markup(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  let text = parts[0] ?? ''
  pieces.forEach((piece, index) => {
    text += pieceText(piece) + (parts[index + 1] ?? '')
  })
  return new Markup(text)
}

/** `text` with everything escaped that HTML gives a meaning, in text and in quoted attributes. */
function escapedHtml(text: string): string {
  return visibleText(text, 2_000).replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '')
}

function pieceText(piece: Piece): string {
  if (piece === null || piece === false) return ''
  if (piece instanceof Markup) return piece.text
  if (typeof piece === 'string') return escapedHtml(piece)
  if (typeof piece === 'number') return Number.isFinite(piece) ? String(piece) : '0'
  return piece.map(pieceText).join('\n')
}
