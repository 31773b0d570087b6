// What grew between two snapshots (`tidemark.diff/1`): a comparison without a verdict. Pairs are the first snapshot's figure
// and the second's.

import type { SourcePosition } from './report.ts'

export const DIFF_SCHEMA = 'tidemark.diff/1'

export type Pair = readonly [number, number]

export interface DiffClass {
  readonly className: string
  /** Of functions and classes: where they were written. */
  readonly source: SourcePosition | null
  readonly objects: Pair
  /** Shallow sizes, summed up. */
  readonly shallowBytes: Pair
}

export interface DiffPath {
  /** Steps from the GC root to what holds, as names; what repeats is told once. */
  readonly path: readonly string[]
  /** What holds. */
  readonly className: string
  readonly holders: number
  /** What hangs below, storage counted with its owner. */
  readonly objects: Pair
  readonly bytes: Pair
  /** What there is more of below, by class, most bytes first. */
  readonly composition: readonly {
    readonly className: string
    readonly objects: number
    readonly bytes: number
  }[]
}

export interface DiffDominator {
  /** Steps from the GC root, as names. */
  readonly path: readonly string[]
  readonly className: string
  /** Objects on this path: as many in the second snapshot as in the first. */
  readonly objects: number
  /** Retained sizes, summed up. */
  readonly retainedBytes: Pair
}

export interface DiffReport {
  readonly schema: typeof DIFF_SCHEMA
  readonly version: string
  readonly createdAt: string
  readonly files: readonly string[]
  /** Whether the two are of one process, so that objects were matched one by one. */
  readonly sameProcess: boolean
  /** Retained size of the root: all that is reachable. */
  readonly totalBytes: Pair
  /** Most grown bytes first. */
  readonly classes: readonly DiffClass[]
  readonly paths: readonly DiffPath[]
  readonly dominators: readonly DiffDominator[]
  readonly notes: readonly string[]
}
