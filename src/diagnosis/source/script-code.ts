// A script's text made ready for questions about its functions.

import { codeText } from './code-text.ts'
import { functionRanges } from './function-ranges.ts'
import type { FunctionRange } from './function-ranges.ts'

/** Larger scripts are bundles whose names say little, and cost seconds. */
const LARGEST = 8_000_000

export interface ScriptCode {
  readonly text: string
  /** The same length, with blanks for comments and contents of strings. */
  readonly code: string
  readonly functions: readonly FunctionRange[]
}

/** `null` for a text of more than 8 million characters. O(text), about ten times its size while it runs. */
export function scriptCode(text: string): ScriptCode | null {
  if (text.length > LARGEST) return null
  const code = codeText(text)
  return { text, code, functions: functionRanges(code) }
}

/** Line and column of an offset, 1-based. O(offset). */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  let line = 1
  let start = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++
    start = at + 1
  }
  return { line, column: offset - start + 1 }
}
