// Tables that were made to a size, or have a limit of their own, and fill towards it: they grow as a leak does, and end. What lies beside such a table in
// the same object and counts as many entries (the index of a cache) ends with it.

import type { BoundedGrowth, Cause } from '../../protocol/index.ts'
import { holderPhrase } from '../causes/cause-rule.ts'
import { causeOf } from '../causes/index.ts'
import type { IsolateEvidence } from '../evidence.ts'
import type { Lead } from '../lead/lead.ts'
import { ownLimit } from './own-limit.ts'

/** Share of the trend's growth that the tables must explain. */
const CARRIES = 0.6
/** A limit from here on may be one of bytes. */
const LEAST_BYTES = 65_536
/** Slices, scopes and contexts keep far more alive than anybody sees in them. */
const MEANT: ReadonlySet<Cause> = new Set([
  'collection',
  'promise',
  'code',
  'array-buffer',
  'connection',
  'handle',
])
/** Counts of entries closer than this are those of one table and its index. */
const ALIKE = 0.05

/** The leads that fill a table of fixed size whose ceiling the heap has room for, and those that go with one. O(leads²). */
export function fillingLeads(leads: readonly Lead[], evidence: IsolateEvidence): Lead[] {
  const filling = leads.filter((lead) => isMeant(lead, evidence) && hasCeiling(lead, evidence))
  return leads.filter((lead) => filling.some((table) => table === lead || goesWith(lead, table)))
}

/** Whether the entries themselves are what fills the memory, so that who limits their number limits what they take. */
function isMeant(lead: Lead, { facts }: IsolateEvidence): boolean {
  return MEANT.has(causeOf(lead, facts).rule.cause)
}

function hasCeiling(lead: Lead, evidence: IsolateEvidence): boolean {
  const ceiling = ceilingBytes(lead, evidence)
  if (ceiling === null) return false
  const more = ceiling - (lead.population.at(-1)?.bytes ?? 0)
  return more < evidence.heapLimitBytes - evidence.floorBytes
}

/** Bytes behind the table when it is full of entries like those it has, or has reached a limit that is one of bytes. */
function ceilingBytes(lead: Lead, { facts }: IsolateEvidence): number | null {
  const { room, limited } = lead.contents
  const bytes = lead.population.at(-1)?.bytes ?? 0
  if (room !== null) return (bytes / Math.max(1, room.filled)) * room.slots
  const own = ownLimit(lead, facts)
  if (own === null || limited === null) return null
  const full = (bytes / Math.max(1, limited.entries)) * own.limit
  return own.limit >= LEAST_BYTES && own.limit > bytes ? Math.min(full, own.limit) : full
}

function goesWith(lead: Lead, table: Lead): boolean {
  const entries = table.population.at(-1)?.objects ?? 0
  const others = lead.population.at(-1)?.objects ?? 0
  const isBeside = ownerPath(lead) === ownerPath(table) && lead.holder.edge === 'property'
  return isBeside && Math.abs(entries - others) <= ALIKE * entries
}

/** The steps to the object that has the holder in a field. */
function ownerPath(lead: Lead): string {
  const above = lead.steps.slice(0, Math.max(0, lead.faultyStep - 1))
  return above.map((step) => `${step.edge} ${step.name} ${step.to}`).join('\n')
}

/** Whether the lead is of the table itself, not of what goes with it. */
export function hasEnd(lead: Lead, { facts }: IsolateEvidence): boolean {
  return lead.contents.room !== null || ownLimit(lead, facts) !== null
}

/** Why the growth ends, where such tables carry most of what the trend says; `null` where they do not. */
export function carryingReason(filling: readonly Lead[], evidence: IsolateEvidence): string | null {
  const table = filling.find((lead) => hasEnd(lead, evidence))
  const atMs = evidence.snapshots?.atMs ?? []
  const hours = ((atMs.at(-1) ?? 0) - (atMs[0] ?? 0)) / 3_600_000
  const slope = Math.max(0, evidence.floor?.slopePerHour.value ?? 0, externalSlope(evidence))
  const grown = filling.reduce((sum, lead) => sum + grownBytes(lead), 0)
  if (table === undefined || grown < CARRIES * slope * hours) return null
  return fillingReason(table, evidence)
}

function externalSlope({ external }: IsolateEvidence): number {
  return external?.shape === 'growing' ? external.slopePerHour.value : 0
}

function grownBytes({ population }: Lead): number {
  return (population.at(-1)?.bytes ?? 0) - (population[0]?.bytes ?? 0)
}

function fillingReason(lead: Lead, { facts }: IsolateEvidence): string {
  const { room, limited } = lead.contents
  const own = ownLimit(lead, facts)
  if (room !== null) {
    return `${holderPhrase(lead)} was made with room for ${count(room.slots)} entries and fills: ${count(room.filled)} are taken, and it has not grown`
  }
  return `${holderPhrase(lead)} fills towards a limit of its own: ${own?.field} is ${count(own?.limit ?? 0)}, and it has ${count(limited?.entries ?? 0)} entries`
}

function count(entries: number): string {
  return entries.toLocaleString('en-US')
}

/** What the report says of a table that fills. */
export function fills(lead: Lead, evidence: IsolateEvidence): BoundedGrowth {
  const ceiling = ceilingBytes(lead, evidence)
  return {
    isolate: evidence.isolate,
    title: `${holderPhrase(lead)} fills up to its limit`,
    ceilingBytes: ceiling,
    ceilingLowBytes: null,
    ceilingHighBytes: null,
    says: fillingReason(lead, evidence),
  }
}
