// What growth looks like to the layers above: one holder, or many with the same path, under which things pile up.

import type { NodeOrdinal } from '../graph/heap-graph.ts'
import type { TrieOrdinal } from './path-trie.ts'
import type { Population } from './population.ts'

export interface GrowthSite {
  /** Place of the holders in the trie of the last snapshot. */
  readonly path: TrieOrdinal
  /** Holders, those under which most bytes are new first; at most 16. Old objects that new ones hang from. */
  readonly attach: readonly NodeOrdinal[]
  readonly attachCount: number
  /** All holders in that order; `attach` are the first of them. */
  readonly holders: readonly NodeOrdinal[]
  /** Grew in every round, and not by the engine's bookkeeping alone. */
  readonly growing: boolean
  /** What hangs from the holders, one entry a snapshot, oldest first. */
  readonly population: readonly Population[]
  /** Last population less the first; may be negative. */
  readonly grown: Population
  /** Entry k: born between snapshots k and k + 1 and alive in the last one. Empty without common ids. */
  readonly rounds: readonly Population[]
  /** Of `rounds` those that lived through at least one more snapshot than that of their birth. */
  readonly survivors: Population
  /** Shallow bytes of what is new: the program's objects with their storage, and the engine's bookkeeping. */
  readonly userBytes: number
  readonly engineBytes: number
  /** Shallow bytes of what is new and dominated by a holder: freed for sure when the holder lets go. */
  readonly exclusiveBytes: number
  /** Retained size of the holders, nested ones counted once. */
  readonly retainedBytes: number
  /** What was put into the holders, by class, most first; at most 12. */
  readonly topChildren: readonly GrowthChild[]
  /** All that is new under the holders, by class, most bytes first; at most 12. */
  readonly composition: readonly GrowthClass[]
}

export interface GrowthChild {
  readonly classKey: string
  readonly count: number
  /** A typical one: from the middle of the births. */
  readonly example: NodeOrdinal
  /** A few of them, spread over their births, oldest first; at most 8. */
  readonly examples: readonly NodeOrdinal[]
  /** Place in the trie of the last snapshot. */
  readonly path: TrieOrdinal
}

export interface GrowthClass {
  readonly classKey: string
  readonly objects: number
  readonly bytes: number
}
