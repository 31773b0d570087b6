// The functions of a script by their ranges, found by matching brackets in code without strings and comments.

/** A function in a script's text: from its name, keyword or parameters to the end of its body. */
export interface FunctionRange {
  /** As written or as assigned to, `(anonymous)` where there is neither. */
  readonly name: string
  readonly start: number
  /** Exclusive. */
  readonly end: number
}

interface Open {
  readonly bracket: string
  readonly at: number
  /** Set where the bracket opens a function's body. */
  readonly head: Head | null
  /** Arrow functions without braces that began inside this bracket and have not ended. */
  readonly arrows: Head[]
}

interface Head {
  readonly name: string
  readonly start: number
}

const CONTROL: ReadonlySet<string> = new Set(['if', 'for', 'while', 'switch', 'catch', 'with'])
/** Ends an arrow's expression, where it stands on the arrow's own level. */
const SEPARATORS = /[,;]/
const GOES_ON_AFTER = /[=+\-*/%&|^!~?:.,<>([{]/
const GOES_ON_BEFORE = /[=+\-*/%&|^?:.,<>([`)\]}]/
const LONGEST_HEAD = 200

/** Ranges in the order of their ends, inner functions before outer ones. `code` is what `codeText` gives. O(code). */
export function functionRanges(code: string): FunctionRange[] {
  const ranges: FunctionRange[] = []
  const opens: Open[] = [{ bracket: '', at: -1, head: null, arrows: [] }]
  /** By offset of a closing parenthesis, where it was opened. */
  const parens = new Map<number, number>()
  let last = -1
  const endArrows = (open: Open, end: number): void => {
    for (const head of open.arrows.splice(0).reverse()) ranges.push({ ...head, end })
  }
  for (let at = 0; at < code.length; at++) {
    const character = code[at] ?? ''
    const inside = opens.at(-1)
    if (inside === undefined) break
    if (character === '\n' && inside.arrows.length > 0 && isStatementEnd(code, last, at)) {
      endArrows(inside, last + 1)
    }
    if (/\s/.test(character)) continue
    if (isArrow(code, last, at) && character !== '{') {
      inside.arrows.push(arrowHead(code, last - 1, parens))
    }
    if ('([{'.includes(character)) {
      const head = character === '{' ? functionHead(code, last, parens) : null
      opens.push({ bracket: character, at, head, arrows: [] })
    } else if (')]}'.includes(character)) {
      if (opens.length > 1) opens.pop()
      endArrows(inside, last + 1)
      if (character === ')') parens.set(at, inside.at)
      if (inside.head !== null) ranges.push({ ...inside.head, end: at + 1 })
    } else if (SEPARATORS.test(character)) endArrows(inside, last + 1)
    last = at
  }
  for (const open of opens.toReversed()) endArrows(open, last + 1)
  return ranges
}

/** The innermost of the ranges that holds the offset; `null` at the top level. O(ranges). */
export function functionAt(ranges: readonly FunctionRange[], offset: number): FunctionRange | null {
  let found: FunctionRange | null = null
  for (const range of ranges) {
    if (offset < range.start || offset >= range.end) continue
    if (found === null || range.start >= found.start) found = range
  }
  return found
}

/** Whether `=>` ends at `last`, right before what stands at `at`. */
function isArrow(code: string, last: number, at: number): boolean {
  return last > 0 && at > last && code[last] === '>' && code[last - 1] === '='
}

function isStatementEnd(code: string, last: number, at: number): boolean {
  if (GOES_ON_AFTER.test(code[last] ?? '')) return false
  const next = /\S/.exec(code.slice(at, at + LONGEST_HEAD))?.[0] ?? ''
  return !GOES_ON_BEFORE.test(next)
}

/** What the brace after `last` is the body of; `null` where it is no function's. */
function functionHead(
  code: string,
  last: number,
  parens: ReadonlyMap<number, number>,
): Head | null {
  if (code[last] === '>' && code[last - 1] === '=') return arrowHead(code, last - 1, parens)
  const open = code[last] === ')' ? parens.get(last) : undefined
  if (open === undefined) return null
  const before = code.slice(Math.max(0, open - LONGEST_HEAD), open)
  const from = open - before.length
  const named = /(?:(?:async\s+)?function\s*\*?\s*)?([#\w$]*)\s*$/.exec(before)
  const name = named?.[1] ?? ''
  const start = from + (named?.index ?? before.length)
  if (named === null) return { name: '(anonymous)', start: open }
  const isKeyword = /^(?:async\s+)?function/.test(named[0])
  if (!isKeyword && (CONTROL.has(name) || /\bfor\s+await\s*$/.test(before))) return null
  if (isKeyword && name === 'function') return { name: assignedName(code, start), start }
  if (isKeyword && name !== '') return { name, start }
  if (isKeyword) return { name: assignedName(code, start), start }
  return { name: name === '' ? '(anonymous)' : name, start: name === '' ? open : start }
}

/** The function whose `=>` begins at `arrow`. */
function arrowHead(code: string, arrow: number, parens: ReadonlyMap<number, number>): Head {
  const before = code.slice(Math.max(0, arrow - LONGEST_HEAD), arrow)
  const trimmed = before.trimEnd()
  const end = arrow - (before.length - trimmed.length)
  const open = parens.get(end - 1)
  const parameter = /[\w$]+$/.exec(trimmed)?.[0] ?? ''
  const parameters = open ?? end - parameter.length
  const head = code.slice(Math.max(0, parameters - LONGEST_HEAD), parameters)
  const async = /\basync\s*$/.exec(head)?.[0] ?? ''
  const start = parameters - async.length
  return { name: assignedName(code, start), start }
}

/** The name that the function expression at `start` is assigned to. */
function assignedName(code: string, start: number): string {
  const before = code.slice(Math.max(0, start - LONGEST_HEAD), start)
  return /([#\w$]+)\s*(?:=|:)\s*$/.exec(before)?.[1] ?? '(anonymous)'
}
