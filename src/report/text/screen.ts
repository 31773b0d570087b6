// The sheet that the sections of the terminal report are drawn on: a width, a paint, and the three shapes of a line.

import { displayWidth, widthClip } from './display-width.ts'
import { palette } from './palette.ts'
import type { Paint, Tone } from './palette.ts'
import { wrap } from './wrap.ts'

/** Columns of the labels, with the space after them. */
export const LABEL_WIDTH: number = 11
const NARROWEST = 40

export interface Screen {
  readonly width: number
  readonly paint: Paint
}

/** A screen of `width` columns, at least 40. */
export function screenOf(width: number, color: boolean): Screen {
  return { width: Math.max(NARROWEST, Math.floor(width) || 80), paint: palette(color) }
}

/** `── title ─────────── right ──`, as wide as the screen; `right` gives way where both do not fit. */
export function rule(screen: Screen, title: string, right: string = ''): string {
  const room = screen.width - 4
  const left = widthClip(title, room - 2)
  const fits = right !== '' && displayWidth(left) + displayWidth(right) + 8 <= screen.width
  const tail = fits ? ` ${right} ──` : ''
  const used = 3 + displayWidth(left) + 1 + displayWidth(tail)
  const line = '─'.repeat(Math.max(0, screen.width - used))
  return `${screen.paint('dim', '──')} ${screen.paint('strong', left)} ${screen.paint('dim', line + tail)}`
}

/** Wrapped text, indented. */
export function paragraph(
  screen: Screen,
  text: string,
  options: { indent?: number; tone?: Tone } = {},
): string[] {
  const indent = options.indent ?? 2
  const { tone } = options
  return wrap(text, screen.width - indent).map(
    (line) => ' '.repeat(indent) + (tone === undefined ? line : screen.paint(tone, line)),
  )
}

/** A label in its own column, with wrapped text beside it; further texts follow on lines of their own. */
export function entry(
  screen: Screen,
  label: string,
  texts: readonly string[],
  tone?: Tone,
): string[] {
  const lines: string[] = []
  const bodyWidth = entryWidth(screen)
  for (const text of texts) {
    for (const line of wrap(text, bodyWidth)) {
      const head = lines.length === 0 ? label : ''
      const body = tone === undefined ? line : screen.paint(tone, line)
      lines.push(`  ${screen.paint('dim', head.padEnd(LABEL_WIDTH - 1))} ${body}`.trimEnd())
    }
  }
  return lines
}

/** Phrases joined by ` · ` into lines of at most `width` columns, parted between phrases where that is possible. */
export function joinedPhrases(parts: readonly string[], width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const part of parts) {
    const joined = line === '' ? part : `${line} · ${part}`
    if (line !== '' && displayWidth(joined) > width) {
      lines.push(line)
      line = part
    } else line = joined
  }
  return line === '' ? lines : [...lines, line]
}

/** Columns that an entry has for its text. */
export function entryWidth(screen: Screen): number {
  return screen.width - LABEL_WIDTH - 2
}
