// The settle test as a witness: of objects marked in the live process, how many outlived forced collections. It shows
// that they are held, not that they grow, so it is never one of the two witnesses: a cache that fills holds all of its
// entries, too. But it can refute: what is gone again was a backlog, or garbage that waited for a late finalizer.

import type { Evidence, SettleResult } from '../../protocol/index.ts'
import type { IsolateEvidence } from '../evidence.ts'
import type { Lead } from '../lead/lead.ts'

/** Fewer marked objects than this say nothing. */
const LEAST_MARKED = 3
/** Most of at least this many must be gone to speak against growth that was seen. */
const ENOUGH_TO_REFUTE = 8
const HELD_SHARE = 0.5

export interface SettleWitness {
  readonly evidence: Evidence
  /** Whether most of what was marked is gone. */
  readonly refutes: boolean
}

/** What the lead's settle test says; `null` where there was none, or too little to mark. */
export function settleWitness(lead: Lead, evidence: IsolateEvidence): SettleWitness | null {
  const result = settleResult(lead, evidence)
  if (result === null || result.marked < LEAST_MARKED) return null
  const { marked, alive, waitedMs } = result
  const held = alive >= HELD_SHARE * marked
  const seconds = (waitedMs / 1000).toFixed(1)
  const says =
    `${alive} of ${marked} objects that were marked behind it were still alive ${seconds} s later, ` +
    'after two forced collections'
  return {
    evidence: { kind: 'settle-test', supports: held, says },
    refutes: !held && marked >= ENOUGH_TO_REFUTE,
  }
}

/** The number that a lead's settle test is filed under: its holder's id, or its first example's where it has none. */
export function settleKey(lead: Lead): number {
  return lead.holder.objectId === 0 ? (lead.exampleIds[0] ?? 0) : lead.holder.objectId
}

function settleResult(lead: Lead, { settled }: IsolateEvidence): SettleResult | null {
  const key = settleKey(lead)
  return key !== 0 && Object.hasOwn(settled, key) ? (settled[key] ?? null) : null
}
