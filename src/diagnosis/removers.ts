// Which functions would take away what piles up, found in the source, and whether they ran. A remover that never runs is
// most of a diagnosis; that there is none is the rest. What the text cannot tell is left open.

import type { Cause, FunctionRun, Remover } from '../protocol/index.ts'
import type { IsolateEvidence, SourceLookup } from './evidence.ts'
import type { Lead } from './lead/lead.ts'
import { removalPatterns } from './removal-patterns.ts'
import type { RemovalPattern, RemovalPatterns } from './removal-patterns.ts'
import { escapedName, scriptPath } from './script-names.ts'
import { functionAt } from './source/function-ranges.ts'
import type { FunctionRange } from './source/function-ranges.ts'
import { positionOf } from './source/script-code.ts'
import type { ScriptCode } from './source/script-code.ts'

const MOST_SCRIPTS = 8
const MOST_REMOVERS = 8
const MOST_MATCHES = 200
const LONGEST_MODIFIERS = 24
/** The agent tells no more. */
const MOST_RUNS = 2000

export interface Removers {
  readonly removers: readonly Remover[]
  /** A sentence such as `nothing in store.js deletes from sessions`; `null` where that cannot be said. */
  readonly none: string | null
}

export interface RemoverParts {
  readonly lead: Lead
  readonly cause: Cause
  readonly evidence: Pick<IsolateEvidence, 'functionRuns'>
  readonly lookup: SourceLookup
  /** Scripts of the adding statements. */
  readonly adders: readonly string[]
}

const NOTHING_KNOWN: Removers = { removers: [], none: null }

/** O(text of the scripts on the path); those that were not seen to run come first. */
export function removersOf(parts: RemoverParts): Removers {
  const wanted = removalPatterns(parts.lead, parts.cause)
  if (wanted === null) return NOTHING_KNOWN
  const scripts = scriptsOf(parts)
  const found = scripts.flatMap((script) => removersIn(script, wanted, parts))
  if (found.length > 0) {
    const order = found.toSorted((a, b) => rank(a.ran) - rank(b.ran))
    return { removers: order.slice(0, MOST_REMOVERS), none: null }
  }
  return { removers: [], none: noneSentence(scripts[0], wanted, parts.lookup) }
}

/** The holder's script first, then those of what grows and of who adds. */
function scriptsOf({ lead, adders }: RemoverParts): string[] {
  const scripts = [
    lead.holder.position?.script,
    ...adders,
    lead.grownPosition?.script,
    ...lead.steps.map((step) => step.position?.script),
    ...lead.composition.map((row) => row.position?.script),
  ]
  const own = scripts.filter(
    (script): script is string => script !== undefined && !script.startsWith('node:'),
  )
  return [...new Set(own)].slice(0, MOST_SCRIPTS)
}

function removersIn(script: string, wanted: RemovalPatterns, parts: RemoverParts): Remover[] {
  const code = parts.lookup.code(script)
  if (code === null) return []
  const removers = new Map<string, Remover>()
  const locals = new Map<number, boolean>()
  for (const pattern of wanted.patterns) {
    for (const offset of matches(code, pattern)) {
      const inside = functionAt(code.functions, offset)
      if (inside === null) continue
      const local = locals.get(inside.start) ?? isLocal(code, inside, wanted)
      locals.set(inside.start, local)
      if (local) continue
      if (pattern.does === 'clears' && isBirth(code, offset, inside)) continue
      const key = `${inside.start}:${pattern.does}`
      const made = removers.has(key)
        ? null
        : remover({ script, offset, inside, does: pattern.does }, code, parts)
      if (made !== null) removers.set(key, made)
    }
  }
  return [...removers.values()]
}

function matches({ code, text }: ScriptCode, wanted: RemovalPattern): number[] {
  const offsets: number[] = []
  for (const match of code.matchAll(wanted.pattern)) {
    if (offsets.length >= MOST_MATCHES) break
    const end = match.index + match[0].length
    if (wanted.events !== null && namesOther(text, end, wanted.events)) continue
    offsets.push(match.index)
  }
  return offsets
}

/** Whether the call's first argument is a string that names something else. */
function namesOther(text: string, from: number, events: readonly string[]): boolean {
  const literal = /^\s*(['"`])([^'"`$\\]{0,100})\1/.exec(text.slice(from, from + 120))
  return literal !== null && !events.includes(literal[2] ?? '')
}

/** Whether the function has a variable of its own by the holder's name, which is another one on each call. */
function isLocal({ code }: ScriptCode, inside: FunctionRange, wanted: RemovalPatterns): boolean {
  if (wanted.variable === null) return false
  const name = escapedName(wanted.variable)
  const declared = new RegExp(`\\b(?:const|let|var)\\s+(?:[^;{}()]*,\\s*)?${name}(?![\\w$])`)
  return declared.test(code.slice(inside.start, inside.end))
}

/** An assignment that makes the holder rather than empties it: a declaration, or one in a constructor. */
function isBirth({ code }: ScriptCode, offset: number, inside: FunctionRange): boolean {
  const before = code.slice(Math.max(0, offset - 80), offset)
  if (/\b(?:const|let|var)\s+(?:[^;{}()]*,\s*)?$/.test(before)) return true
  const statement = code.slice(offset, offset + 200)
  const assigns = /^[\w$#]+\s*=(?![=>])/.test(statement)
  if (!assigns) return false
  return (
    inside.name === 'constructor' ||
    /^[A-Z]/.test(inside.name) ||
    /(?:[(,]|\b(?:const|let|var)\s*\{)\s*$/.test(before)
  )
}

interface Place {
  readonly script: string
  readonly offset: number
  readonly inside: FunctionRange
  readonly does: Remover['does']
}

function remover(place: Place, code: ScriptCode, parts: RemoverParts): Remover | null {
  const at = positionOf(code.text, place.offset)
  const placed = parts.lookup.place({ script: place.script, ...at })
  if (placed === null) return null
  return {
    function: place.inside.name,
    does: place.does,
    ...placed.source,
    package: placed.package,
    ran: hasRun(place, parts.evidence.functionRuns),
  }
}

/**
 * Whether V8 has seen it run. V8 tells which functions of a script ran, and may have forgotten one that last ran long
 * ago: a function that is not among them was not seen to run, which is less than that it never did. Nothing is known
 * where V8 told nothing of the script, or too much to tell all.
 */
function hasRun(place: Place, runs: readonly FunctionRun[]): boolean | null {
  const script = scriptPath(place.script)
  const own = runs.filter((run) => scriptPath(run.url) === script)
  if (own.length === 0 || runs.length >= MOST_RUNS) return null
  return own.some((run) => run.ran && isSame(run, place.inside))
}

/** The same end, and nearly the same beginning: V8 counts `static async get ` as part of a method. */
function isSame(run: FunctionRun, inside: FunctionRange): boolean {
  const longer = run.endOffset - run.startOffset - (inside.end - inside.start)
  return Math.abs(run.endOffset - inside.end) <= 1 && longer <= LONGEST_MODIFIERS
}

function rank(ran: boolean | null): number {
  if (ran === null) return 1
  return ran ? 2 : 0
}

/** Said of the script that has the holder, and only where its text shows every use of the name. */
function noneSentence(
  script: string | undefined,
  wanted: RemovalPatterns,
  lookup: SourceLookup,
): string | null {
  const code = script === undefined ? null : lookup.code(script)
  const placed = script === undefined ? null : lookup.place({ script, line: 1, column: 1 })
  if (code === null || placed === null) return null
  if (wanted.name !== null && !staysInSight(code, wanted.name)) return null
  return `nothing in ${placed.source.file} ${wanted.act}`
}

/** Uses that cannot hand the holder to other code: members, elements, assignments, loops over it, exports. */
const SAFE_AFTER = /^\s*(?:\?\.|!?\.|\[|=(?![=>])|;|:|\bof\b|\bin\b)/
const SAFE_BEFORE =
  /(?:\b(?:const|let|var|of|in|typeof|delete)|(?:module\.)?exports(?:\.[\w$]+)?\s*=)\s*$/
const EXPORT_LIST = /(?:\bexport\s*|\bexports\s*=\s*)\{[^{}]*$/

/** Whether the name occurs, and nowhere as a value that other code could be given. */
function staysInSight({ code, text }: ScriptCode, name: string): boolean {
  // A name in a string may be a computed key.
  if (new RegExp(`(['"\`])${escapedName(name)}\\1`).test(text)) return false
  let uses = 0
  for (const match of code.matchAll(
    new RegExp(`(?<![\\w$#])${escapedName(name)}(?![\\w$])`, 'g'),
  )) {
    uses++
    const before = code.slice(Math.max(0, match.index - 300), match.index)
    const after = code.slice(match.index + name.length, match.index + name.length + 20)
    const isValue =
      /(?:=|\breturn|=>)\s*(?:this\s*\.\s*)?$/.test(before) && !/^\s*[.[?]/.test(after)
    const isExport = EXPORT_LIST.test(before) || SAFE_BEFORE.test(before)
    if (isExport) continue
    if (isValue || !SAFE_AFTER.test(after)) return false
  }
  return uses > 0
}
