// The settle test as a witness: of objects marked in the live process, how many outlived forced collections. It shows
// that they are held, not that they grow, so it is never one of the two witnesses: a cache that fills holds all of its
// entries, too. But it can refute: what is gone again was a backlog, or garbage that waited for a late finalizer.

import type { Evidence } from '../../protocol/index.ts'
import type { IsolateEvidence, SettledLead } from '../evidence.ts'
import type { Lead } from '../lead/lead.ts'

/** Fewer marked objects than this say nothing. */
const LEAST_MARKED = 3
/** Of those that stay if the growth stays, at least so many must have been marked to miss them. */
const ENOUGH_TO_REFUTE = 4
/** Below this share of what should have stayed, the growth passes. */
const HELD_SHARE = 0.5

/** Where fewer are left, entries leave. */
const LEAVING_SHARE = 0.75
/** A good while, ms, and the share that has to be left after it. */
const STAYED_MS = 5000
const STAYED_SHARE = 0.9

export interface SettleWitness {
  readonly evidence: Evidence
  /** Whether what grew is mostly gone. */
  readonly refutes: boolean
  /** Whether nearly all of it was still there after a good while, most of it having grown under watch. */
  readonly held: boolean
  /** Whether a good part of it has left, and left it has one by one, for the rest is still there. */
  readonly leaving: boolean
}

/**
 * What the lead's settle test says; `null` where there was none, or too little to mark. Where part of what hangs there
 * was there before it grew and may come and go, only the part that grew is expected to stay.
 */
export function settleWitness(lead: Lead, evidence: IsolateEvidence): SettleWitness | null {
  const result = settleResult(lead, evidence)
  if (result === null || result.marked < LEAST_MARKED) return null
  const { marked, alive, waitedMs } = result
  const expected = marked * result.grownShare
  const held = alive >= HELD_SHARE * expected
  const seconds = (waitedMs / 1000).toFixed(1)
  const says =
    `${alive} of ${marked} objects that were marked behind it were still alive ${seconds} s later, ` +
    'after two forced collections'
  return {
    evidence: { kind: 'settle-test', supports: held, says },
    refutes: !held && expected >= ENOUGH_TO_REFUTE,
    held:
      expected >= ENOUGH_TO_REFUTE &&
      alive >= STAYED_SHARE * marked &&
      waitedMs >= STAYED_MS &&
      result.grownShare >= HELD_SHARE,
    leaving: expected >= ENOUGH_TO_REFUTE && alive < LEAVING_SHARE * expected,
  }
}

/** The number that a lead's settle test is filed under: its holder's id, or its first example's where it has none. */
export function settleKey(lead: Lead): number {
  return lead.holder.objectId === 0 ? (lead.exampleIds[0] ?? 0) : lead.holder.objectId
}

/** Share of what hangs from the lead's holder that was not there in the first snapshot, 0 to 1. */
export function grownShare({ population }: Lead): number {
  const first = population[0]?.objects ?? 0
  const last = population.at(-1)?.objects ?? 0
  return last > first ? (last - first) / last : 0
}

function settleResult(lead: Lead, { settled }: IsolateEvidence): SettledLead | null {
  const key = settleKey(lead)
  return key !== 0 && Object.hasOwn(settled, key) ? (settled[key] ?? null) : null
}
