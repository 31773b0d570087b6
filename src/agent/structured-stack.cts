// The stack of the moment as data. V8 gives it to `Error.prepareStackTrace`, which is the program's to set: ours is
// there for as long as one stack takes, and what was there before comes back as it was.

import type { StackFrame } from '../protocol/index.ts'

type Prepare = (error: unknown, sites: readonly NodeJS.CallSite[]) => unknown

/** The realm's own `Error`: the program may have put another in its place, which is then left alone. */
const OwnError: ErrorConstructor = Error

/**
 * Up to `limit` frames above `below`, innermost first, without Node's and the agent's own; empty where the program does
 * not let `Error` be touched. Costs some 20 µs. Never runs code of the program.
 */
export function structuredStack(below: (...args: never[]) => unknown, limit: number): StackFrame[] {
  if (globalThis.Error !== OwnError) return []
  const put = [
    replace('stackTraceLimit', limit),
    replace('prepareStackTrace', (_error: unknown, sites: readonly NodeJS.CallSite[]) => sites),
  ]
  try {
    if (put.some((one) => one === null)) return []
    const carrier: { stack?: unknown } = {}
    OwnError.captureStackTrace(carrier, below)
    const sites = carrier.stack
    return Array.isArray(sites) ? framesOf(sites as readonly NodeJS.CallSite[]) : []
  } finally {
    for (const restore of put) restore?.()
  }
}

/** Puts a value in place of an own property of `Error`, without calling accessors; `null` where it cannot. */
function replace(
  key: 'prepareStackTrace' | 'stackTraceLimit',
  value: number | Prepare,
): (() => void) | null {
  const before = Object.getOwnPropertyDescriptor(OwnError, key)
  const isFree = before === undefined ? Object.isExtensible(OwnError) : before.configurable
  if (isFree !== true) return null
  Object.defineProperty(OwnError, key, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  })
  return () => {
    if (before === undefined) Reflect.deleteProperty(OwnError, key)
    else Object.defineProperty(OwnError, key, before)
  }
}

function framesOf(sites: readonly NodeJS.CallSite[]): StackFrame[] {
  const frames: StackFrame[] = []
  for (const site of sites) {
    const url = site.getScriptNameOrSourceURL() ?? site.getFileName() ?? ''
    if (url === '' || url.startsWith('node:') || url.includes(__dirname)) continue
    frames.push({
      function: site.getFunctionName() ?? '',
      url,
      line: site.getLineNumber() ?? 1,
      column: site.getColumnNumber() ?? 1,
    })
  }
  return frames
}
