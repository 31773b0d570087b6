// V8's sampling heap profile (`.heapprofile`: node --heap-prof, DevTools, the inspector): which calls allocated what was
// alive when it was written. It is JSON of a tree of calls; a file may be anybody's, so its size and shape are bounded.

import type { StackFrame } from '../../protocol/index.ts'
import { TidemarkError } from '../../protocol/index.ts'

/** Allocations of one stack. */
export interface ProfileSite {
  /** Innermost first; at most 64 frames. */
  readonly stack: readonly StackFrame[]
  /** Estimated bytes that are alive. */
  readonly bytes: number
  /** Samples that the estimate stands on; 0 where the file does not say. */
  readonly samples: number
}

export interface HeapProfile {
  readonly sites: readonly ProfileSite[]
  readonly totalBytes: number
}

/** Profiles of large programs have some megabytes; the parsed form takes ten times the text. */
const MOST_BYTES = 64 * 1024 * 1024
const MOST_FRAMES = 64
const LONGEST_NAME = 2000
/** A profile's first key; a snapshot may have samples, too, but those are numbers. */
const BEGINNING = /^(?:\uFEFF)?\s*\{\s*"(?:head"\s*:\s*\{|samples"\s*:\s*\[\s*\{)/

/** By how the text begins. */
export function isHeapProfile(head: Uint8Array): boolean {
  return BEGINNING.test(new TextDecoder('utf-8', { ignoreBOM: true }).decode(head))
}

/** Rejects with `PROFILE_UNREADABLE` where it is no profile, and where it is too large. */
export async function readHeapProfile(chunks: AsyncIterable<Uint8Array>): Promise<HeapProfile> {
  const decoder = new TextDecoder()
  const parts: string[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    if (length > MOST_BYTES) {
      throw unreadable(`it is larger than ${MOST_BYTES / 1024 / 1024} MB`)
    }
    parts.push(decoder.decode(chunk, { stream: true }))
  }
  parts.push(decoder.decode())
  return heapProfile(parts.join(''))
}

/** The same from the whole text. O(calls × frames). */
export function heapProfile(text: string): HeapProfile {
  const root = record(parsed(text))
  const head = record(root['head'])
  if (!('callFrame' in head)) throw unreadable("it has no 'head' with a 'callFrame'")
  const counts = sampleCounts(root['samples'])
  const sites: ProfileSite[] = []
  let totalBytes = 0
  const open: Call[] = [{ node: head, frame: frameOf(head), parent: null }]
  for (let call = open.pop(); call !== undefined; call = open.pop()) {
    const { node } = call
    const bytes = amount(node['selfSize'])
    if (bytes > 0) {
      const samples = counts.get(amount(node['id'])) ?? 0
      sites.push({ stack: stackOf(call), bytes, samples })
      totalBytes += bytes
    }
    const children = node['children'] ?? []
    if (!Array.isArray(children)) throw unreadable("a call's 'children' are no list")
    for (const child of children as unknown[]) {
      const below = record(child)
      open.push({ node: below, frame: frameOf(below), parent: call })
    }
  }
  return { sites, totalBytes }
}

interface Call {
  readonly node: Readonly<Record<string, unknown>>
  readonly frame: StackFrame
  readonly parent: Call | null
}

function stackOf(call: Call): StackFrame[] {
  const stack: StackFrame[] = []
  // The outermost call is V8's own '(root)'.
  for (let at: Call = call; stack.length < MOST_FRAMES && at.parent !== null; at = at.parent) {
    stack.push(at.frame)
  }
  return stack
}

/** V8 counts lines and columns from 0, and says -1 where there are none. */
function frameOf(node: Readonly<Record<string, unknown>>): StackFrame {
  const frame = record(node['callFrame'])
  return {
    function: name(frame['functionName']),
    url: name(frame['url']),
    line: amount(frame['lineNumber']) + 1,
    column: amount(frame['columnNumber']) + 1,
  }
}

function sampleCounts(samples: unknown): Map<number, number> {
  const counts = new Map<number, number>()
  if (!Array.isArray(samples)) return counts
  for (const sample of samples as unknown[]) {
    const id = amount(record(sample)['nodeId'])
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    // What the engine says of it may quote the file.
    throw unreadable('it is no JSON, or ends in the middle')
  }
}

/** The value itself where it is an object: children may be many, and are not copied. */
function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  return value as Record<string, unknown>
}

function amount(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0
}

function name(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, LONGEST_NAME) : ''
}

function unreadable(why: string): TidemarkError {
  return new TidemarkError('PROFILE_UNREADABLE', why, {
    hint: 'Pass a file that node --heap-prof, DevTools or the inspector wrote.',
  })
}
