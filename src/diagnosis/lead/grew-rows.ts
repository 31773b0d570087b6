// The class table: which classes grew between the first and the last snapshot, and by how much.

import type { GrewRow, RawPosition } from './lead.ts'

export interface ClassCount {
  readonly name: string
  readonly objects: number
  readonly shallowBytes: number
  readonly position: RawPosition | null
}

/** By a key that is the same for the same class in each snapshot. */
export type ClassCounts = ReadonlyMap<string, ClassCount>

const SHOWN = 15

/** Classes by growth in bytes, biggest first; none with a single snapshot. O(classes). */
export function grewRows(snapshots: readonly ClassCounts[]): GrewRow[] {
  const first = snapshots[0]
  const last = snapshots.at(-1)
  if (first === undefined || last === undefined || snapshots.length < 2) return []
  const grown: { key: string; row: ClassCount; bytes: number }[] = []
  for (const [key, row] of last) {
    const bytes = row.shallowBytes - (first.get(key)?.shallowBytes ?? 0)
    if (bytes > 0) grown.push({ key, row, bytes })
  }
  return grown
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, SHOWN)
    .map(({ key, row }) => ({
      className: row.name,
      position: row.position,
      objects: snapshots.map((counts) => counts.get(key)?.objects ?? 0),
      shallowBytes: snapshots.map((counts) => counts.get(key)?.shallowBytes ?? 0),
    }))
}
