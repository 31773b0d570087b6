// A cause rule recognises one kind of leak by the path and by what grew. The list in `index.ts` is ordered:
// the first rule that answers names the cause.

import type { Cause, Detail, FieldValue, Where } from '../../protocol/index.ts'
import type { Lead } from '../lead/lead.ts'
import { localWords } from '../local-variable.ts'

/** What the live process adds to the snapshots; absent when files are analysed. */
/** How many entries a collection may have, and where that is said. */
export interface OwnLimit {
  readonly limit: number
  /** Name of the field or variable. */
  readonly field: string
}

export interface LiveFacts {
  /** Of all Buffers and typed arrays: bytes that the views show against bytes that their buffers pin. */
  readonly views: {
    readonly wantedBytes: number
    readonly pinnedBytes: number
    readonly slices: number
  } | null
  /** Fields that the rules asked for, by the heap object's id and the field's path. */
  readonly fields: Readonly<Record<number, Readonly<Record<string, FieldValue>>>>
  /** Limits of collections, by the collection's object id. */
  readonly limits: Readonly<Record<number, OwnLimit>>
  /** Fingerprints of leads without object ids whose source shows that there is no limit to ask for. */
  readonly limitless?: readonly string[]
}

/** Objects of the snapshot to look at in the live process, and which of their fields, e.g. `_idleTimeout`. */
export interface FieldQuestion {
  readonly objectIds: readonly number[]
  /** Own data properties, dotted for nested ones; symbols by their description in brackets: `[kState]`. */
  readonly fields: readonly string[]
}

export interface CauseRule {
  readonly cause: Cause
  readonly where: Where
  /** A short reason when the rule recognises the lead, else `null`. */
  recognise(lead: Lead, facts: LiveFacts): string | null
  /** What grows, e.g. `Listeners of "message" on EventEmitter bus`. */
  title(lead: Lead): string
  /** What to do, two sentences at most, with the names of the lead. */
  advice(lead: Lead): string
  /** What the live process should be asked once this rule names the cause; at most a few objects. */
  asks?(lead: Lead): FieldQuestion
  /** Further facts for the report, from the lead and from what was asked. */
  details?(lead: Lead, facts: LiveFacts): readonly Detail[]
}

/** Facts where nothing was asked, as for files. */
export const NO_LIVE_FACTS: LiveFacts = { views: null, fields: {}, limits: {} }

/** Steps above the faulty reference and the faulty reference itself: how the holder is reached. */
export function stepsToHolder(lead: Lead): Lead['steps'] {
  return lead.steps.slice(0, lead.faultyStep + 1)
}

/** Share of the grown bytes that rows accepted by `accept` make up, 0 to 1. */
export function shareOf(lead: Lead, accept: (row: Lead['composition'][number]) => boolean): number {
  let all = 0
  let accepted = 0
  for (const row of lead.composition) {
    all += row.bytes
    if (accept(row)) accepted += row.bytes
  }
  return all === 0 ? 0 : accepted / all
}

/** The holder in words for a sentence: `Map sessions`, `Array (property _cache of Ajv)`. */
export function holderPhrase(lead: Lead): string {
  const { holder } = lead
  if (holder.edge === 'context') return `${holder.namedClass} ${holder.name}`
  if (holder.edge === 'property') return `${holder.namedClass} ${ownerPhrase(lead)}${holder.name}`
  const local = localWords(holder)
  if (local !== null) return `${holder.namedClass} (${local})`
  return holder.name === '' || holder.name === '[…]'
    ? holder.className
    : `${holder.className} ${holder.name}`
}

/** The owner's class with a dot; nothing for plain objects, whose class says nothing. */
function ownerPhrase(lead: Lead): string {
  const owner = lead.holder.ownerName
  return owner === 'Object' || owner === '' || owner.startsWith('{') ? '' : `${owner}.`
}
