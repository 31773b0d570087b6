// Whether two snapshots number the same objects alike, so that ids can be compared. Ids count up from the same start in
// every process, and in every fork that numbers objects for itself: equal numbers prove nothing unless they stand for equal things.

import type { HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'
import type { ObjectIds } from './object-ids.ts'
import { objectMarks } from './object-marks.ts'

/**
 * Objects of one kind that are looked at. What a heap has many of agrees by chance wherever the numbers of two snapshots
 * are shifted against each other: the rare kinds tell.
 */
const MOST_OF_A_KIND = 20
const MIN_COMMON = 20
/** Few objects change their kind in the life of a process: 0.98 was measured and more, and 0.05 for forks and other processes. */
const MIN_AGREEMENT = 0.8

/** Ids of objects of all kinds, ascending, and their `objectMarks`. */
export interface IdentitySample {
  readonly ids: Uint32Array
  readonly marks: Uint32Array
}

/** A few objects of each kind, spread over their ids. O(nodes). */
export function identitySample({ ids, marks }: ObjectIds): IdentitySample {
  const counts = new Map<number, number>()
  for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1)
  const seen = new Map<number, number>()
  const picked: number[] = []
  for (let at = 0; at < ids.length; at++) {
    const mark = marks[at]
    const before = seen.get(mark) ?? 0
    seen.set(mark, before + 1)
    const step = Math.ceil((counts.get(mark) ?? 1) / MOST_OF_A_KIND)
    if (before % step === 0) picked.push(at)
  }
  return {
    ids: Uint32Array.from(picked, (at) => ids[at]),
    marks: Uint32Array.from(picked, (at) => marks[at]),
  }
}

/**
 * Whether `later` numbers objects as the snapshot did that `earlier` was sampled from: of the sampled ids that it has, most
 * stand for an object of the same kind. `false` where too few are left to tell. O(nodes + edges of functions and scopes).
 */
export function isSameProcess(earlier: IdentitySample, later: HeapGraph): boolean {
  const wanted = new Map<number, number>()
  for (const [at, id] of earlier.ids.entries()) wanted.set(id, earlier.marks[at])
  const marks = objectMarks(later)
  let common = 0
  let equal = 0
  for (let node: NodeOrdinal = 0; node < later.nodeCount; node++) {
    const expected = wanted.get(later.nodeId[node])
    if (expected === undefined) continue
    common++
    if (expected === marks[node]) equal++
  }
  const enough = Math.min(MIN_COMMON, Math.ceil(earlier.ids.length / 10))
  return common > 0 && common >= enough && equal >= common * MIN_AGREEMENT
}
