// The one style sheet of the page and its hash for the content security policy. The layer is pure and cannot hash, so the
// hash is written down; a test computes it from the sheet and says what it should be.

import { DRAWINGS } from './drawings.ts'
import { LAYOUT } from './layout.ts'
import { TOKENS } from './tokens.ts'

/** CSS of the page. */
export const STYLE_SHEET: string = `${TOKENS}${LAYOUT}${DRAWINGS}`

/** `sha256-…` of `STYLE_SHEET`, as a content security policy names it. */
export const STYLE_HASH: string = 'sha256-ZWgx+q3OpEaGJH2LjtoHJar0DwSKd5V59K6spzmScws='
