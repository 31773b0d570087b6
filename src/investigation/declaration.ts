// Where a name is declared in a script, by its text alone: a snapshot knows the variable's name and its script,
// but not the line. The forms are tried from the surest to the weakest; the first hit wins.

import { identifierPattern, positionOf } from '../diagnosis/index.ts'

/** Position of the name's declaration or first assignment, 1-based; `null` where no form is found. O(text). */
export function declarationPosition(
  text: string,
  name: string,
): { line: number; column: number } | null {
  // A name of the heap may be anything; only an identifier can be declared, and it is safe in a pattern.
  const escaped = identifierPattern(name)
  if (escaped === null || !text.includes(name)) return null
  const forms = [
    `(?:^|[^\\w$.])(?:const|let|var)\\s+(${escaped})(?![\\w$])`,
    `(?:^|[^\\w$.])(?:const|let|var)\\s+[^;\\n]{0,400}?[,{\\s](${escaped})\\s*(?:=|,|}|$)`,
    `this\\.(${escaped})\\s*=[^=]`,
    `^\\s*(?:static\\s+|readonly\\s+|private\\s+|public\\s+|protected\\s+)*(${escaped})\\s*(?:=[^=>]|[;:])`,
    `(?:function|class)\\s+(${escaped})(?![\\w$])`,
    `[.\\w$]\\.(${escaped})\\s*=[^=]`,
  ]
  for (const form of forms) {
    const match = new RegExp(form, 'm').exec(text)
    if (match !== null) return positionOf(text, match.index + match[0].lastIndexOf(match[1] ?? ''))
  }
  return null
}
