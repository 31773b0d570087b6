// Who held what had grown when a program died: the paths that the snapshots show, without a verdict on them.

import type { DeathHolder } from '../../protocol/index.ts'
import type { SourceLookup } from '../evidence.ts'
import { holderOf } from '../holder.ts'
import type { Lead } from '../lead/lead.ts'

const SHOWN = 3
const SMALLEST_BYTES = 400_000

/** The holders of the leads by what they had grown; a lead of a single snapshot has not grown. */
export function holdersOf(leads: readonly Lead[], lookup: SourceLookup): DeathHolder[] {
  return leads
    .map((lead) => ({ lead, grownBytes: grownBytes(lead) }))
    .filter(({ grownBytes: bytes }) => bytes >= SMALLEST_BYTES)
    .sort((a, b) => b.grownBytes - a.grownBytes)
    .slice(0, SHOWN)
    .map(({ lead, grownBytes: bytes }) => {
      const { description, name, source } = holderOf(lead, lookup)
      return { description, name, source, grownBytes: bytes }
    })
}

function grownBytes({ population }: Lead): number {
  return population.length < 2 ? 0 : (population.at(-1)?.bytes ?? 0) - (population[0]?.bytes ?? 0)
}
