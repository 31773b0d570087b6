// What becomes of a string, by what it is used for. A text that has several uses is kept where one of them keeps it;
// a text without a use is data.

import {
  shownClassName,
  shownEngineName,
  isEngineName,
  isFunctionName,
  isPropertyName,
  isSourceName,
} from './name-rules.ts'
import { redactedToken } from './redacted-token.ts'
import { shownScriptName } from './script-name.ts'
import type { PassedString } from './string-pass.ts'
import {
  USE_CLASS,
  USE_CODE,
  USE_ENGINE,
  USE_FIELD,
  USE_SLOT,
  USE_VARIABLE,
} from './string-uses.ts'
import { textKind } from './text-kind.ts'
import { shownWeakMapSlot } from './weak-map-slot.ts'

/**
 * Which names are kept: `written` those that a person wrote, as far as can be told; `none` only those that V8, Node
 * and add-ons give.
 */
export type KeptNames = 'written' | 'none'

const NAMED = USE_CLASS | USE_CODE | USE_FIELD | USE_VARIABLE
/** What V8 calls all nodes of a type, and its string 0. */
const OF_TYPES: readonly string[] = [
  '<dummy>',
  '(concatenated string)',
  '(sliced string)',
  'heap number',
  'smi number',
  'symbol',
  'bigint',
]

/** The text to write. O(length). */
export function shownString(string: PassedString, uses: number, names: KeptNames): string {
  const { text, whole, length, latin1 } = string
  if (length === 0) return ''
  if (whole) {
    if (OF_TYPES.includes(text)) return text
    const shown = shownName(text, uses, names)
    if (shown !== null) return shown
  }
  const kind = whole ? textKind(text) : 'text'
  const isName = (uses & NAMED) !== 0 && kind === 'text'
  return redactedToken({ kind: isName ? 'name' : kind, length, latin1, hash: string.hash() })
}

/** The name to write; `null` where no use of the text makes it a name that is kept. */
function shownName(text: string, uses: number, names: KeptNames): string | null {
  if ((uses & USE_SLOT) !== 0) {
    const slot = shownWeakMapSlot(text)
    if (slot !== null) return slot
    if (isEngineName(text)) return text
  }
  const engine = (uses & (USE_ENGINE | USE_CODE)) === USE_ENGINE ? shownEngineName(text) : null
  if (engine !== null) return engine
  if (names === 'none') return null
  if ((uses & USE_VARIABLE) !== 0 && isSourceName(text)) return text
  if ((uses & USE_FIELD) !== 0 && isPropertyName(text)) return text
  const shownClass = (uses & USE_CLASS) === 0 ? null : shownClassName(text)
  if (shownClass !== null) return shownClass
  if ((uses & USE_CODE) === 0) return null
  return isFunctionName(text) || isCodeName(text) ? text : shownScriptName(text)
}

/** `(code for put)`, `system / ScopeInfo`: not whatever has blanks, for scripts may have any name. */
function isCodeName(text: string): boolean {
  return (/^\([^()]*\)$/.test(text) || text.startsWith('system / ')) && isEngineName(text)
}
