// Variables of suspended functions, the body of an ES module among them. A snapshot has them without a name; where the
// function's text makes exactly one variable of the holder's class, that is the one.

import type { SourceLookup } from './evidence.ts'
import type { LeadHolder, RawPosition } from './lead/lead.ts'
import { isSuspended } from './lead/node-facts.ts'
import type { FunctionRange } from './source/function-ranges.ts'
import type { ScriptCode } from './source/script-code.ts'

const MODULE_BODY = 'async function (anonymous)'
const WHOLE: FunctionRange = { name: '', start: 0, end: Number.MAX_SAFE_INTEGER }
const IDENTIFIER = '[A-Za-z_$][\\w$]{0,99}'
/** What makes an object of a class beside `new`. */
const LITERALS: ReadonlyMap<string, string> = new Map([
  ['Array', '\\[(?!.*\\]\\s*=[^=])|Array\\s*\\(|Array\\.(?:from|of)\\s*\\('],
  ['Object', '\\{|Object\\.(?:create|fromEntries)\\s*\\('],
])

type Local = Pick<LeadHolder, 'edge' | 'name' | 'namedClass' | 'ownerName' | 'position'>

/** Where the holder is a variable without a name, in words: `a top-level variable of app.mjs`; else `null`. */
export function localWords(holder: Local): string | null {
  if (!isLocal(holder)) return null
  const file = holder.position?.script.split(/[/\\]/).at(-1) ?? ''
  if (isModule(holder)) return `a top-level variable of ${file}`
  return `a variable of ${holder.ownerName}${file === '' ? '' : ` in ${file}`}`
}

/** The holder with the variable's name where the text leaves no doubt, else as it is. Reads the script once. */
export function withLocalName(holder: LeadHolder, lookup: SourceLookup): LeadHolder {
  const name = isLocal(holder) ? nameInText(holder, lookup) : null
  return name === null ? holder : { ...holder, name, edge: 'context' }
}

function isLocal({ edge, name, ownerName }: Local): boolean {
  return edge === 'element' && name === '' && isSuspended(ownerName)
}

/** V8 gives the body of a module the position of the script's first character. */
function isModule({ ownerName, position }: Local): boolean {
  return ownerName === MODULE_BODY && position?.line === 1 && position.column === 1
}

function nameInText(holder: Local, lookup: SourceLookup): string | null {
  const source = holder.position === null ? null : lookup.code(holder.position.script)
  if (source === null || holder.position === null) return null
  const body = isModule(holder) ? WHOLE : bodyAt(source, holder.position)
  if (body === null) return null
  const code = source.code.slice(body.start, body.end)
  const functions = source.functions
    .filter((range) => range !== body && range.start >= body.start && range.end <= body.end)
    .map(({ start, end }) => ({ start: start - body.start, end: end - body.start }))
  const isInside = (offset: number): boolean =>
    functions.some((range) => range.start <= offset && offset < range.end)
  const names = new Set<string>()
  for (const match of code.matchAll(makingPattern(holder.namedClass))) {
    const name = match[1] ?? ''
    if (!isInside(match.index) && isDeclared(code, name)) names.add(name)
  }
  const [name] = names
  if (name === undefined || names.size > 1) return null
  // What a function uses is in a scope, and has its name there.
  const uses = code.matchAll(new RegExp(`(?<![\\w$.])${escaped(name)}(?![\\w$])`, 'g'))
  return [...uses].some((use) => isInside(use.index)) ? null : name
}

/** The innermost function around V8's position of a function, which is that of its parameters. */
function bodyAt(source: ScriptCode, position: RawPosition): FunctionRange | null {
  const line = source.text.split('\n', position.line).slice(0, position.line - 1)
  const offset = line.reduce((sum, one) => sum + one.length + 1, 0) + position.column - 1
  return source.functions.find((range) => range.start <= offset && offset < range.end) ?? null
}

/** `name = new Class(`, with or without a declaration and a type. */
function makingPattern(className: string): RegExp {
  const made = /^[A-Za-z_$][\w$]*$/.test(className) ? className : 'Object'
  const forms = [`new\\s+(?:[\\w$]+\\.)*${escaped(made)}(?![\\w$])`, LITERALS.get(made) ?? null]
  const typed = '(?:\\s*:[^=;\\n]{1,200})?'
  return new RegExp(
    `(?<![\\w$.])(${IDENTIFIER})${typed}\\s*=\\s*(?:${forms.filter((form) => form !== null).join('|')})`,
    'g',
  )
}

function isDeclared(code: string, name: string): boolean {
  return new RegExp(
    `(?:^|[^\\w$.])(?:const|let|var)\\s[^;]{0,400}?(?<![\\w$.])${escaped(name)}(?![\\w$])`,
  ).test(code)
}

function escaped(name: string): string {
  return name.replaceAll('$', '\\$')
}
