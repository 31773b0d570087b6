// The record of one watched object, and the batch of records that fall due together. A FinalizationRegistry holds the
// record, and neither leads to the object: what is watched dies as if it were not. Snapshots are searched for these
// two by the names of their properties, see `protocol/watched-objects.ts`.

/** Counts of the objects that were watched with the same words. */
export interface WatchCounts {
  /** Watched, and neither overdue nor known to be gone. */
  pending: number
  /** Past their end by more than was allowed, and by two mark-compacts, and still there. */
  overdue: number
  /** Collected, and known to be. */
  gone: number
}

/** Who moves records between batches. */
export interface WatchKeeper {
  readonly end: (record: TidemarkWatched) => void
  readonly cancel: (record: TidemarkWatched) => void
}

/** Objects watched with the same words that fall due in the same moment. */
export class DueBatch {
  readonly keeper: WatchKeeper
  /** `null` where the declaration was taken back: those objects are not counted. */
  readonly counts: WatchCounts | null
  /** Milliseconds that the objects may outlive their end. */
  readonly withinMs: number
  /** On the clock of the mark-compacts; `Infinity` before the end is declared. */
  readonly dueAtMs: number
  /** Objects of it that are not known to be gone. */
  open = 0
  /** Mark-compacts that began after it fell due. */
  collections = 0
  /** Itself once its objects are overdue. */
  tidemarkOverdue: DueBatch | null = null

  constructor(
    keeper: WatchKeeper,
    counts: WatchCounts | null,
    times: { readonly withinMs: number; readonly dueAtMs: number },
  ) {
    this.keeper = keeper
    this.counts = counts
    this.withinMs = times.withinMs
    this.dueAtMs = times.dueAtMs
  }
}

/** What `watch` gives back. It holds nothing of the object, and may be thrown away. */
export interface Watch {
  /** Declares the end now, where the watch was told to wait for it; else does nothing. */
  done(): void
  /** Takes the declaration back: the object lives on after all, e.g. in a pool. */
  cancel(): void
}

/** The held value of the registry, which is the handle as well: two fields an object. */
export class TidemarkWatched implements Watch {
  readonly why: string
  tidemarkDue: DueBatch

  constructor(why: string, batch: DueBatch) {
    this.why = why
    this.tidemarkDue = batch
  }

  done(): void {
    this.tidemarkDue.keeper.end(this)
  }

  cancel(): void {
    this.tidemarkDue.keeper.cancel(this)
  }
}
