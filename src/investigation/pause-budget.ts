// How much Tidemark may stop the program: a share of its running time for asked-for collections, and an allowance
// with a share for snapshots. What the figures are is a matter of care (`guards/care.ts`).

import { careRules } from './guards/care.ts'
import type { CareRules } from './guards/care.ts'
import { SnapshotCosts } from './guards/snapshot-cost.ts'
import type { HeapSize, TakenSnapshot } from './guards/snapshot-cost.ts'

/** The same where the event loop starves: the program serves nobody, so there is less to spare. */
const STARVED_COLLECTION_SHARE = 0.2
const STARVED_SNAPSHOT_SHARE = 0.5
/** Isolates of one process that are collected at full pace; with more, each waits longer, for they share the cores. */
const FULL_PACE_ISOLATES = 4
/** Lookups get this share of what snapshots took: of a large heap both cost more, a lookup a tenth of a snapshot. */
const LOOKUP_PER_SNAPSHOT = 0.1
/** A lookup of an object marks and walks the heap: this many times a collection, before it has been measured. */
const LOOKUP_PER_COLLECTION = 4

export interface BudgetOptions {
  /** Longest single pause that a snapshot may be predicted to take, ms. */
  readonly maxPauseMs: number
  /** Those of development where they are not said. */
  readonly rules?: CareRules
}

/** The account of a process's main thread, or of its workers together: what was spent, and whether the next thing fits. */
export class PauseBudget {
  readonly #rules: CareRules
  readonly #maxPauseMs: number
  /** What snapshots of these isolates cost. */
  readonly costs: SnapshotCosts = new SnapshotCosts()
  #snapshotMs = 0
  #lastCollectionMs = 0
  #starved = false
  #isolates = 0
  #lookupMs = 0
  #msPerLookup: number | null = null

  constructor(options: BudgetOptions) {
    this.#rules = options.rules ?? careRules('development')
    this.#maxPauseMs = options.maxPauseMs
  }

  /** Pause of all snapshots so far, ms. */
  get snapshotMs(): number {
    return this.#snapshotMs
  }

  /** Share of the running time that snapshots may take, 0 to 1. */
  get snapshotShare(): number {
    const { snapshotShare } = this.#rules
    return this.#starved ? Math.max(STARVED_SNAPSHOT_SHARE, snapshotShare) : snapshotShare
  }

  /** What the next collection is expected to take, ms. */
  get collectionMs(): number {
    return this.#lastCollectionMs
  }

  /** From now on the event loop is known to starve. */
  starves(): void {
    this.#starved = true
  }

  /** The event loop turns again. */
  recovers(): void {
    this.#starved = false
  }

  /** One isolate more is watched in this process. */
  joins(): void {
    this.#isolates++
  }

  /** One isolate less: it ended. */
  leaves(): void {
    this.#isolates--
  }

  /** Milliseconds to wait after the last collection before the next one, given how long the program runs. */
  collectionGapMs(elapsedMs: number): number {
    const least = elapsedMs < 60_000 ? 500 : elapsedMs < 300_000 ? 1000 : 5000
    const share = this.#starved ? STARVED_COLLECTION_SHARE : this.#rules.collectionShare
    return Math.max(
      least * Math.max(1, this.#isolates / FULL_PACE_ISOLATES),
      this.#lastCollectionMs / share,
    )
  }

  /** Asked for, or read where it happened by itself. */
  spentOnCollection(pauseMs: number): void {
    this.#lastCollectionMs = pauseMs
  }

  /** How many lookups of objects fit now. */
  lookupsThatFit(elapsedMs: number): number {
    const each = this.#msPerLookup ?? LOOKUP_PER_COLLECTION * this.#lastCollectionMs
    const earnedMs = this.#rules.lookupShare * elapsedMs + LOOKUP_PER_SNAPSHOT * this.#snapshotMs
    const leftMs = this.#rules.lookupAllowanceMs + earnedMs - this.#lookupMs
    const allowedMs = this.#starved ? 0 : Math.min(leftMs, this.#maxPauseMs)
    return Math.max(0, Math.floor(allowedMs / Math.max(1, each)))
  }

  spentOnLookups(pauseMs: number, lookups: number): void {
    this.#lookupMs += pauseMs
    if (lookups > 0) this.#msPerLookup = pauseMs / lookups
  }

  spentOnSnapshot(taken: TakenSnapshot, size: HeapSize): void {
    this.#snapshotMs += taken.pauseMs
    this.costs.measured(taken, size)
  }
}
