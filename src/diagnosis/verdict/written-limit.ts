// The limit that a collection is held to by the code that evicts from it: what the source compares its size with, where
// the same function takes entries away. It may stand there as a number, or be the name of a field or a variable whose
// value only the live process knows.

import type { SourceLookup } from '../evidence.ts'
import type { Lead } from '../lead/lead.ts'
import { identifierPattern } from '../script-names.ts'
import { functionAt } from '../source/function-ranges.ts'
import type { ScriptCode } from '../source/script-code.ts'

/** Where the limit is: in the text itself, in a field of the collection's owner, or in a variable that a function sees. */
export type WrittenLimit =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'field' | 'variable'; readonly name: string }

const MOST_SCRIPTS = 4
const MOST_LIMITS = 4
const OPERAND = String.raw`(this(?:\s*\.\s*#?[\w$]+)+|[A-Za-z_$][\w$]*(?:\s*\.\s*[\w$]+)*|\d[\d_]*(?:e\d+)?)`
/** Takes entries away, or calls what by its name does. */
const EVICTS =
  /\bdelete\s|\.\s*(?:delete|shift|pop|splice|clear|unset)\s*\(|\b\w*(?:evict|prune|trim|expire|remove|drop|forget|purge|shrink|dequeue)\w*\s*\(/i
const NUMBER = String.raw`\d[\d_]*(?:e\d+)?(?:\s*\*\s*\d[\d_]*(?:e\d+)?)*`

/** Comparisons of the holder's size in the scripts on the path, in the order of the text. O(text of the scripts). */
export function writtenLimits(lead: Lead, lookup: SourceLookup): WrittenLimit[] {
  const sizes = sizePattern(lead)
  if (sizes === null) return []
  const limits: WrittenLimit[] = []
  for (const script of scriptsOf(lead)) {
    const code = lookup.code(script)
    if (code === null) continue
    for (const match of code.code.matchAll(sizes)) {
      const limit = evicts(code, match.index) ? limitOf(match[1] ?? '', code) : null
      if (limit !== null) limits.push(limit)
      if (limits.length >= MOST_LIMITS) return limits
    }
  }
  return limits
}

/** `holder.size > …`; a collection of a class of its own is `this` in its methods. */
function sizePattern({ holder }: Lead): RegExp | null {
  const name = identifierPattern(holder.name.replace(/^#/, ''))
  const own = /^(?:Map|Set|Array|Object|\{.*\})$/.test(holder.className) ? '' : '|this|super'
  if (name === null) return null
  const held = String.raw`(?<![\w$])(?:(?:[\w$]+\s*\.\s*)*#?${name}${own})`
  return new RegExp(String.raw`${held}\s*\.\s*(?:size|length)\s*(?:>=?|===?)\s*${OPERAND}`, 'g')
}

function scriptsOf(lead: Lead): string[] {
  const scripts = [
    lead.holder.position?.script,
    ...lead.steps.map((step) => step.position?.script).reverse(),
  ]
  const own = scripts.filter(
    (script): script is string => script !== undefined && !script.startsWith('node:'),
  )
  return [...new Set(own)].slice(0, MOST_SCRIPTS)
}

/** Whether the function around the comparison takes something away; a mere warning about a size limits nothing. */
function evicts({ code, functions }: ScriptCode, offset: number): boolean {
  const inside = functionAt(functions, offset)
  return EVICTS.test(inside === null ? code : code.slice(inside.start, inside.end))
}

function limitOf(operand: string, { code }: ScriptCode): WrittenLimit | null {
  const text = operand.replace(/\s/g, '')
  if (/^\d/.test(text)) return { kind: 'number', value: product(text) }
  const dot = text.indexOf('.')
  if (dot >= 0) return { kind: 'field', name: text.slice(dot + 1) }
  const name = identifierPattern(text)
  if (name === null) return null
  const constant = new RegExp(String.raw`\bconst\s+${name}\s*=\s*(${NUMBER})\s*(?:[;,\n]|$)`)
  const value = constant.exec(code)?.[1]
  return value === undefined
    ? { kind: 'variable', name: text }
    : { kind: 'number', value: product(value) }
}

function product(text: string): number {
  return text
    .replaceAll('_', '')
    .split('*')
    .reduce((all, factor) => all * Number(factor), 1)
}
