// The program's own line behind a leak inside a package: nobody mends a package by hand, but everybody can change the
// call that uses it.

import type { AllocationSite, LiveSite, StackFrame } from '../protocol/index.ts'
import type { PlacedPosition, SourceLookup } from './evidence.ts'
import { identifierPattern } from './script-names.ts'

interface Call {
  readonly frame: StackFrame
  readonly placed: PlacedPosition
  /** The function that it calls, on the way into the package. */
  readonly callee: string
  bytes: number
}

/**
 * The own function from which most of what survives was allocated in the package, with the line of the call where its text
 * shows it; empty where no stack leads from own code into the package. The share is of all surviving bytes. O(frames).
 */
export function ownCaller(
  packageName: string,
  sites: readonly LiveSite[],
  lookup: SourceLookup,
): AllocationSite[] {
  const calls = new Map<string, Call>()
  let total = 0
  for (const site of sites) {
    total += site.survivorBytes
    const call = callInto(packageName, site, lookup)
    if (call === null) continue
    const key = `${call.placed.source.file}:${call.placed.source.line}`
    const known = calls.get(key)
    if (known === undefined) calls.set(key, call)
    else known.bytes += call.bytes
  }
  const [most] = [...calls.values()].sort((a, b) => b.bytes - a.bytes)
  return most === undefined ? [] : [allocationSite(most, total, lookup)]
}

function callInto(packageName: string, site: LiveSite, lookup: SourceLookup): Call | null {
  let inside = false
  let callee = ''
  for (const frame of site.stack) {
    if (frame.url === '' || frame.url.startsWith('node:')) continue
    const placed = lookup.place({ script: frame.url, line: frame.line, column: frame.column })
    if (placed === null) continue
    if (placed.package === null) {
      return inside ? { frame, placed, callee, bytes: site.survivorBytes } : null
    }
    inside ||= placed.package === packageName
    callee = frame.function
  }
  return null
}

function allocationSite(call: Call, total: number, lookup: SourceLookup): AllocationSite {
  const { frame } = call
  const name = identifierPattern(call.callee.split('.').at(-1) ?? '')
  const start = { script: frame.url, line: frame.line, column: frame.column }
  const line = name === null ? null : lookup.statement(start, [new RegExp(`${name}\\(`)])
  const placed = line ?? call.placed
  return {
    function: frame.function === '' ? '(anonymous)' : frame.function,
    ...placed.source,
    package: null,
    share: total === 0 ? 0 : call.bytes / total,
    excerpt: placed.excerpt,
  }
}
