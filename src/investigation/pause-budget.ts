// How much Tidemark may stop the program: a share of its running time for asked-for collections, and an allowance
// with a share for snapshots. Every cost is predicted before it is paid, and refused where it does not fit.

/** Share of the running time that asked-for collections may take. */
export const COLLECTION_SHARE = 0.04
/** Share of the running time that snapshots may take, beyond the allowance. */
export const SNAPSHOT_SHARE = 0.1
/** The same where the event loop starves: the program serves nobody, so there is less to spare. */
const STARVED_COLLECTION_SHARE = 0.2
const STARVED_SNAPSHOT_SHARE = 0.5
/** Snapshots' pause that is always allowed in a run, so that short runs can be explained, ms. */
export const SNAPSHOT_ALLOWANCE_MS = 6000
/** Isolates of one process that are collected at full pace; with more, each waits longer, for they share the cores. */
const FULL_PACE_ISOLATES = 4
/** Share of the running time that looking up objects may take, beyond its allowance. */
export const LOOKUP_SHARE = 0.02
export const LOOKUP_ALLOWANCE_MS = 1000
/** And this share of what snapshots took: of a large heap both cost more, a lookup a tenth of a snapshot. */
const LOOKUP_PER_SNAPSHOT = 0.1
/** A lookup of an object marks and walks the heap: this many times a collection, before it has been measured. */
const LOOKUP_PER_COLLECTION = 4
/** Pause per heap byte of the first snapshot, before this program has been measured: 60 s a GB. */
const FIRST_GUESS_MS_PER_BYTE = 60_000 / 1e9
/** V8's snapshot generator takes up to this many times the heap while it runs. */
export const SNAPSHOT_MEMORY_FACTOR = 8

export interface BudgetOptions {
  /** Longest single pause that a snapshot may be predicted to take, ms. */
  readonly maxPauseMs: number
}

/** The account of a process's main thread, or of its workers together: what was spent, and whether the next thing fits. */
export class PauseBudget {
  readonly #options: BudgetOptions
  #snapshotMs = 0
  #msPerByte = FIRST_GUESS_MS_PER_BYTE
  #lastCollectionMs = 0
  #starved = false
  #isolates = 0
  #lookupMs = 0
  #msPerLookup: number | null = null

  constructor(options: BudgetOptions) {
    this.#options = options
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
    return Math.max(
      least * Math.max(1, this.#isolates / FULL_PACE_ISOLATES),
      this.#lastCollectionMs / (this.#starved ? STARVED_COLLECTION_SHARE : COLLECTION_SHARE),
    )
  }

  spentOnCollection(pauseMs: number): void {
    this.#lastCollectionMs = pauseMs
  }

  /** Why a snapshot of this heap does not fit now, or `null` where it does. */
  snapshotRefusal(heapBytes: number, elapsedMs: number, freeBytes: number): SnapshotRefusal | null {
    const predictedMs = this.#msPerByte * heapBytes
    if (predictedMs > this.#options.maxPauseMs) return { reason: 'pause', predictedMs, wait: false }
    if (freeBytes < SNAPSHOT_MEMORY_FACTOR * heapBytes) {
      return { reason: 'memory', predictedMs, wait: false }
    }
    const share = this.#starved ? STARVED_SNAPSHOT_SHARE : SNAPSHOT_SHARE
    const allowedMs = SNAPSHOT_ALLOWANCE_MS + share * elapsedMs
    if (this.#snapshotMs > 0 && this.#snapshotMs + predictedMs > allowedMs) {
      return { reason: 'share', predictedMs, wait: true }
    }
    return null
  }

  /** How many lookups of objects fit now. */
  lookupsThatFit(elapsedMs: number): number {
    const each = this.#msPerLookup ?? LOOKUP_PER_COLLECTION * this.#lastCollectionMs
    const earnedMs = LOOKUP_SHARE * elapsedMs + LOOKUP_PER_SNAPSHOT * this.#snapshotMs
    const leftMs = LOOKUP_ALLOWANCE_MS + earnedMs - this.#lookupMs
    const allowedMs = this.#starved ? 0 : Math.min(leftMs, this.#options.maxPauseMs)
    return Math.max(0, Math.floor(allowedMs / Math.max(1, each)))
  }

  spentOnLookups(pauseMs: number, lookups: number): void {
    this.#lookupMs += pauseMs
    if (lookups > 0) this.#msPerLookup = pauseMs / lookups
  }

  spentOnSnapshot(pauseMs: number, heapBytes: number): void {
    this.#snapshotMs += pauseMs
    if (heapBytes > 0) this.#msPerByte = pauseMs / heapBytes
  }
}

export interface SnapshotRefusal {
  readonly reason: 'pause' | 'memory' | 'share'
  readonly predictedMs: number
  /** Whether it will fit later by itself. */
  readonly wait: boolean
}
