// What a text that is redacted looks like, as one word: enough to tell a cache by address from one by arguments.

import type { TextKind } from './redacted-token.ts'

const KINDS: readonly (readonly [TextKind, RegExp])[] = [
  ['digits', /^\d+$/],
  ['url', /^(?:[A-Z]{3,7}[ :])?(?:https?:\/)?\/[\w\-.~%/]*/],
  ['json', /^[[{]["[{\d]|^"[^"]*",/],
  ['labels', /^\w+[:=][^,|]*[,|]\w+[:=]/],
]

/** O(length). */
export function textKind(text: string): TextKind {
  for (const [kind, pattern] of KINDS) if (pattern.test(text)) return kind
  return 'text'
}
