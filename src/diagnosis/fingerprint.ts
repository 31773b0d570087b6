// A finding's fingerprint: the same bug gives the same eight digits in another run, process, machine and Node
// version. It is made of names only: no ids, counts, lines, indexes or paths of files.

import { RUNAWAY_LEVELS } from './causes/recursion.ts'
import type { Lead, LeadStep } from './lead/lead.ts'

/** Steps before the faulty reference that are part of the identity. */
const CONTEXT_STEPS = 2

/** What of a lead is its identity. */
export type FingerprintParts = Pick<
  Lead,
  'steps' | 'faultyStep' | 'grownClass' | 'foldedFunction' | 'longestFold'
>

/**
 * Eight hexadecimal digits of the suspect part of a lead's path: the names around the holder, the faulty
 * reference and the class that grows. FNV-1a over UTF-16 code units, 32 bits; O(names).
 */
export function fingerprint(lead: FingerprintParts): string {
  const chain = runawayFunction(lead)
  if (chain !== null) return fnv1a(chain)
  const from = Math.max(0, lead.faultyStep - CONTEXT_STEPS)
  const names: string[] = []
  for (let i = from; i <= lead.faultyStep; i++) names.push(stepName(lead.steps[i]))
  names.push(normalName(lead.grownClass))
  return fnv1a(names.join('\u0000'))
}

/** The same for what has no path: its names tell it apart. */
export function namesFingerprint(names: readonly string[]): string {
  return fnv1a(names.map(normalName).join('\u0000'))
}

/** Of a recursion what hangs above it is whatever was running: only the function itself is the same in each run. */
function runawayFunction(lead: FingerprintParts): string | null {
  const folded = lead.foldedFunction
  if (folded === null || lead.longestFold < RUNAWAY_LEVELS) return null
  const script = folded.position?.script.split(/[/\\]/).at(-1) ?? ''
  return `recursion\u0000${folded.name}\u0000${script}`
}

function stepName(step: LeadStep | undefined): string {
  if (step === undefined) return ''
  const name = step.edge === 'context' || step.edge === 'property' ? step.name : ''
  return `${step.edge}:${normalName(name)}>${normalName(step.to)}`
}

/** Drops what differs between runs, versions and unrelated edits: digits, positions, the fields of plain objects. */
function normalName(name: string): string {
  if (name.startsWith('{')) return 'Object'
  return name
    .replace(/@?\d+/g, '')
    .replace(/\s*\(.*\)$/, '')
    .trim()
}

/** Eight hexadecimal digits of a text: FNV-1a over UTF-16 code units, 32 bits. */
export function fnv1a(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  return (hash >>> 0).toString(16).padStart(8, '0')
}
