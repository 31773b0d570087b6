// Who held what had grown when a program died: the paths that the snapshots show, without a verdict on them.

import type { DeathHolder } from '../../protocol/index.ts'
import type { SourceLookup } from '../evidence.ts'
import { holderOf } from '../holder.ts'
import type { Lead } from '../lead/lead.ts'

const SHOWN = 3
const SMALLEST_BYTES = 400_000

/** The holders of the leads by what they had grown; of a single snapshot, by what they hold. */
export function holdersOf(leads: readonly Lead[], lookup: SourceLookup): DeathHolder[] {
  return leads
    .map((lead) => ({ lead, bytes: bytesOf(lead) }))
    .filter(({ bytes }) => bytes >= SMALLEST_BYTES)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, SHOWN)
    .map(({ lead, bytes }) => {
      const { description, name, source } = holderOf(lead, lookup)
      return { description, name, source, bytes, isGrowth: lead.population.length > 1 }
    })
}

function bytesOf({ population, retainedBytes }: Lead): number {
  if (population.length < 2) return retainedBytes
  return (population.at(-1)?.bytes ?? 0) - (population[0]?.bytes ?? 0)
}
