// How many objects each group of holders has in each snapshot. Births alone are not growth: a healthy cache replaces
// its entries and is new in every round, but its population stays.

import { PairTable } from './pair-table.ts'
import type { PathRows } from './snapshot-summary.ts'

export interface Population {
  readonly objects: number
  readonly bytes: number
}

/** Objects and bytes by group. */
export interface PopulationCounts {
  readonly objects: Float64Array
  readonly bytes: Float64Array
}

/** The groups' holders by object id. */
export class HolderIds {
  readonly #groups = new PairTable()

  add(id: number, group: number): void {
    this.#groups.set(id, 0, group)
  }

  /** The group, or -1. */
  groupOf(id: number): number {
    return this.#groups.get(id, 0)
  }
}

/**
 * What hangs from each group's holders in one snapshot: every object counts for the nearest holder above it on its
 * path. O(nodes); allocates a u32 a node, dropped at the end.
 */
export function populations(
  rows: PathRows,
  holders: HolderIds,
  groupCount: number,
): PopulationCounts {
  const { id, parent, shallowSize, isObject } = rows
  const objects = new Float64Array(groupCount)
  const bytes = new Float64Array(groupCount)
  /** Group that the children of a node count for, plus one; 0 for none. */
  const below = new Uint32Array(id.length)
  for (let at = 0; at < id.length; at++) {
    const counted = at === 0 ? 0 : below[parent[at]]
    if (counted !== 0) {
      objects[counted - 1] += isObject[at]
      bytes[counted - 1] += shallowSize[at]
    }
    const own = holders.groupOf(id[at])
    below[at] = own === -1 ? counted : own + 1
  }
  return { objects, bytes }
}

/** Whether objects, or bytes, became more from each entry to the next. */
export function growsEveryRound(population: readonly Population[]): boolean {
  const rises = (of: (entry: Population) => number): boolean =>
    population.every((entry, i) => i === 0 || of(entry) > of(population[i - 1] ?? entry))
  if (population.length < 2) return false
  return rises((entry) => entry.objects) || rises((entry) => entry.bytes)
}
