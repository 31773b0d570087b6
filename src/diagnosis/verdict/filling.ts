// Tables that were made to a size and fill towards it: they grow as a leak does, and end. What lies beside such a table in
// the same object and counts as many entries (the index of a cache) ends with it.

import type { BoundedGrowth } from '../../protocol/index.ts'
import { holderPhrase } from '../causes/cause-rule.ts'
import type { IsolateEvidence } from '../evidence.ts'
import type { Lead } from '../lead/lead.ts'

/** Share of the trend's growth that the tables must explain. */
const CARRIES = 0.6
/** Counts of entries closer than this are those of one table and its index. */
const ALIKE = 0.05

/** The leads that fill a table of fixed size whose ceiling the heap has room for, and those that go with one. O(leads²). */
export function fillingLeads(leads: readonly Lead[], evidence: IsolateEvidence): Lead[] {
  const filling = leads.filter((lead) => hasCeiling(lead, evidence))
  return leads.filter((lead) => filling.some((table) => table === lead || goesWith(lead, table)))
}

function hasCeiling(lead: Lead, evidence: IsolateEvidence): boolean {
  const ceiling = ceilingBytes(lead)
  if (ceiling === null) return false
  const more = ceiling - (lead.population.at(-1)?.bytes ?? 0)
  return more < evidence.heapLimitBytes - evidence.floorBytes
}

/** Bytes behind the table when all slots are taken by entries like those it has. */
function ceilingBytes({ contents: { room }, population }: Lead): number | null {
  if (room === null) return null
  return ((population.at(-1)?.bytes ?? 0) / Math.max(1, room.filled)) * room.slots
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
export function hasRoom(lead: Lead): boolean {
  return lead.contents.room !== null
}

/** Why the growth ends, where such tables carry most of what the trend says; `null` where they do not. */
export function carryingReason(filling: readonly Lead[], evidence: IsolateEvidence): string | null {
  const table = filling.find(hasRoom)
  const atMs = evidence.snapshots?.atMs ?? []
  const hours = ((atMs.at(-1) ?? 0) - (atMs[0] ?? 0)) / 3_600_000
  const slope = Math.max(0, evidence.floor?.slopePerHour.value ?? 0, externalSlope(evidence))
  const grown = filling.reduce((sum, lead) => sum + grownBytes(lead), 0)
  if (table === undefined || grown < CARRIES * slope * hours) return null
  return fillingReason(table)
}

function externalSlope({ external }: IsolateEvidence): number {
  return external?.shape === 'growing' ? external.slopePerHour.value : 0
}

function grownBytes({ population }: Lead): number {
  return (population.at(-1)?.bytes ?? 0) - (population[0]?.bytes ?? 0)
}

function fillingReason(lead: Lead): string {
  const { room } = lead.contents
  const filled = (room?.filled ?? 0).toLocaleString('en-US')
  const slots = (room?.slots ?? 0).toLocaleString('en-US')
  return `${holderPhrase(lead)} was made with room for ${slots} entries and fills: ${filled} are taken, and it has not grown`
}

/** What the report says of a table that fills. */
export function fills(lead: Lead, evidence: IsolateEvidence): BoundedGrowth {
  const ceiling = ceilingBytes(lead)
  return {
    isolate: evidence.isolate,
    title: `${holderPhrase(lead)} fills up to its size`,
    ceilingBytes: ceiling,
    ceilingLowBytes: null,
    ceilingHighBytes: null,
    says: fillingReason(lead),
  }
}
