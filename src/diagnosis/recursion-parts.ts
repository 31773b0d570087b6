// A recursion has no collection to point at: its holder is the function that awaits itself, and what adds to it is the
// line of the call that leads back.

import type { AllocationSite, Holder, StackFrame } from '../protocol/index.ts'
import type { PlacedPosition, SourceLookup } from './evidence.ts'
import type { Lead } from './lead/lead.ts'
import { identifierPattern, scriptPath } from './script-names.ts'

type Folded = NonNullable<Lead['foldedFunction']>

/** The function as the holder. */
export function recursionHolder(folded: Folded, lookup: SourceLookup): Holder {
  const placed = folded.position === null ? null : lookup.place(folded.position)
  const where = placed === null ? '' : ` in ${placed.source.file}`
  return {
    description: `${folded.name}${where}, each call awaiting the next`,
    name: bareName(folded),
    className: folded.name,
    package: placed?.package ?? null,
    source: placed?.source ?? null,
    excerpt: placed?.excerpt ?? [],
  }
}

/** The self-call, found in the function's text; the function itself where its text does not show one. */
export function recursionSites(
  folded: Folded,
  lookup: SourceLookup,
  stack: readonly StackFrame[],
): AllocationSite[] {
  if (folded.position === null) return []
  const seen = awaitingFrame(folded, stack)
  const placed =
    (seen === null
      ? null
      : lookup.place({ script: seen.url, line: seen.line, column: seen.column })) ??
    selfCall(folded, lookup) ??
    lookup.place(folded.position)
  if (placed === null) return []
  const { source, excerpt } = placed
  return [{ function: bareName(folded), ...source, package: placed.package, share: 1, excerpt }]
}

/** The frame of the function that awaits itself, where a debugger saw it at least twice in a row of awaiting calls. */
export function awaitingFrame(folded: Folded, stack: readonly StackFrame[]): StackFrame | null {
  const { position } = folded
  if (position === null) return null
  const script = scriptPath(position.script)
  const counts = new Map<string, { frame: StackFrame; count: number }>()
  for (const frame of stack) {
    if (scriptPath(frame.url) !== script || frame.line < position.line) continue
    const key = `${frame.line}:${frame.column}`
    const known = counts.get(key) ?? { frame, count: 0 }
    known.count++
    counts.set(key, known)
  }
  const [most] = [...counts.values()].sort((a, b) => b.count - a.count)
  return most === undefined || most.count < 2 ? null : most.frame
}

/** A call by the function's own name, or the last thing it awaits before it ends. */
function selfCall(folded: Folded, lookup: SourceLookup): PlacedPosition | null {
  if (folded.position === null) return null
  const bare = bareName(folded).split('.').at(-1) ?? ''
  const name = identifierPattern(bare)
  if (name === null) return lookup.statement(folded.position, [/await\s/])
  const patterns = [
    new RegExp(`await\\s+(?:[\\w$.[\\]'"]+[.])?${name}\\(`),
    new RegExp(`(?<!function\\s)(?<![\\w$])${name}\\(`),
    new RegExp(`await\\s+[\\w$]*${name}\\(`, 'i'),
    /await\s/,
  ]
  return lookup.statement(folded.position, patterns)
}

function bareName(folded: Folded): string {
  return folded.name.replace(/^(?:async function|generator) /, '')
}
