// The watched objects of this isolate: who is pending, who is overdue, who is gone. Nothing in it leads to a watched
// object, and none is ever dereferenced, which would keep it alive for a turn.

import { DueBatch, TidemarkWatched } from './watched.ts'
import type { Watch, WatchCounts, WatchKeeper } from './watched.ts'

/** Objects that are watched at a time; each costs about 120 bytes until it is gone. */
export const MOST_WATCHED = 10_000
/** Different words that are counted by themselves. */
const MOST_ROWS = 100
/** Counts of all further words. */
const OTHER_WORDS = '(other)'
/** Words longer than this are cut. */
const LONGEST_WHY = 200
/** The first mark-compact after the end may have begun to mark before it; the second did not. */
const ENOUGH_COLLECTIONS = 2
/** Objects that fall due within this share of their time, or this many ms, share a batch. */
const BATCH_SHARE = 0.1
const BATCH_MS = 1000

/** What was watched with the same words, at this moment. */
export interface WatchedRow extends Readonly<WatchCounts> {
  readonly why: string
}

/** What is known of all watched objects. */
export interface WatchedSummary extends Readonly<WatchCounts> {
  /** Calls that were not followed because too many objects were watched, or because there was no object. */
  readonly skipped: number
  /** By words, most overdue first. */
  readonly rows: readonly WatchedRow[]
}

export interface WatchTerms {
  readonly withinMs: number
  /** Whether the end comes with `done()`; else it has come. */
  readonly waits: boolean
}

/** One for an isolate. `nowMs` is the clock that mark-compacts are told by. */
export class WatchList {
  readonly #nowMs: () => number
  readonly #registry: FinalizationRegistry<TidemarkWatched>
  readonly #rows = new Map<string, WatchCounts>()
  /** Batches by words, allowance and due time; those that are overdue or empty are let go. */
  readonly #pending = new Map<string, DueBatch>()
  readonly #overdue = new Set<DueBatch>()
  readonly #keeper: WatchKeeper
  readonly #cancelled: DueBatch
  #kept = 0
  #skipped = 0

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
    this.#registry = new FinalizationRegistry((record) => this.#leave(record))
    this.#keeper = {
      end: (record) => this.#end(record),
      cancel: (record) => this.#cancel(record),
    }
    this.#cancelled = new DueBatch(this.#keeper, null, { withinMs: 0, dueAtMs: Infinity })
  }

  /** Records that are held: their objects are not known to be gone. */
  get kept(): number {
    return this.#kept
  }

  /** Objects that are overdue; those that died in the last turn may still be among them. */
  get overdue(): number {
    let overdue = 0
    for (const batch of this.#overdue) overdue += batch.open
    return overdue
  }

  /** O(1). Never throws: what cannot be watched is counted as skipped. */
  add(object: object, why: string, { withinMs, waits }: WatchTerms): Watch {
    if (this.#kept >= MOST_WATCHED || !isWatchable(object)) {
      this.#skipped += 1
      return new TidemarkWatched('', this.#cancelled)
    }
    const words = ownWords(why)
    const dueAtMs = waits ? Infinity : this.#nowMs() + withinMs
    const record = new TidemarkWatched(words, this.#batch(words, withinMs, dueAtMs))
    this.#registry.register(object, record)
    this.#kept += 1
    enter(record)
    return record
  }

  /** Hears of mark-compacts by when each of them began; O(batches). Whether the number of the overdue changed. */
  collected(beganAtMs: readonly number[]): boolean {
    const before = this.overdue
    for (const batch of this.#overdue) if (batch.open === 0) this.#overdue.delete(batch)
    for (const [key, batch] of this.#pending) {
      batch.collections += beganAtMs.filter((began) => began >= batch.dueAtMs).length
      if (batch.collections >= ENOUGH_COLLECTIONS && batch.open > 0) this.#fallOverdue(batch)
      if (batch.open === 0 || batch.tidemarkOverdue !== null) this.#pending.delete(key)
    }
    return this.overdue !== before
  }

  /** O(rows). */
  summary(): WatchedSummary {
    const rows = [...this.#rows].map(([why, counts]) => ({ why, ...counts }))
    const sum = (part: keyof WatchCounts): number => rows.reduce((all, row) => all + row[part], 0)
    return {
      pending: sum('pending'),
      overdue: sum('overdue'),
      gone: sum('gone'),
      skipped: this.#skipped,
      rows: rows.sort((a, b) => b.overdue - a.overdue || b.pending - a.pending),
    }
  }

  #batch(why: string, withinMs: number, dueAtMs: number): DueBatch {
    const span = Math.max(BATCH_MS, withinMs * BATCH_SHARE)
    // Rounded up, so that nobody falls due too soon.
    const due = Number.isFinite(dueAtMs) ? Math.ceil(dueAtMs / span) * span : Infinity
    const words = this.#rows.has(why) || this.#rows.size < MOST_ROWS ? why : OTHER_WORDS
    const key = `${withinMs} ${due} ${words}`
    const known = this.#pending.get(key)
    if (known !== undefined) return known
    const batch = new DueBatch(this.#keeper, this.#row(words), { withinMs, dueAtMs: due })
    this.#pending.set(key, batch)
    return batch
  }

  #row(words: string): WatchCounts {
    const known = this.#rows.get(words)
    if (known !== undefined) return known
    const row: WatchCounts = { pending: 0, overdue: 0, gone: 0 }
    this.#rows.set(words, row)
    return row
  }

  #fallOverdue(batch: DueBatch): void {
    batch.tidemarkOverdue = batch
    this.#overdue.add(batch)
    if (batch.counts === null) return
    batch.counts.pending -= batch.open
    batch.counts.overdue += batch.open
  }

  /** Its object is gone. */
  #leave(record: TidemarkWatched): void {
    this.#kept -= 1
    leaveBatch(record)
    const { counts } = record.tidemarkDue
    if (counts !== null) counts.gone += 1
    // The handle may outlive the object, and is heard no more.
    record.tidemarkDue = this.#cancelled
  }

  #end(record: TidemarkWatched): void {
    const { dueAtMs, withinMs, counts } = record.tidemarkDue
    if (counts === null || dueAtMs !== Infinity) return
    leaveBatch(record)
    record.tidemarkDue = this.#batch(record.why, withinMs, this.#nowMs() + withinMs)
    enter(record)
  }

  #cancel(record: TidemarkWatched): void {
    leaveBatch(record)
    record.tidemarkDue = this.#cancelled
    enter(record)
  }
}

function enter({ tidemarkDue: batch }: TidemarkWatched): void {
  batch.open += 1
  if (batch.counts !== null) batch.counts.pending += 1
}

function leaveBatch({ tidemarkDue: batch }: TidemarkWatched): void {
  batch.open -= 1
  if (batch.counts === null) return
  if (batch.tidemarkOverdue === null) batch.counts.pending -= 1
  else batch.counts.overdue -= 1
}

/** What a FinalizationRegistry takes: objects, functions, and symbols where they are unique. */
function isWatchable(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

/** A long text is copied, for a part of it would hold all of it. */
function ownWords(why: unknown): string {
  const words = typeof why === 'string' ? why : ''
  return words.length <= LONGEST_WHY ? words : Buffer.from(words.slice(0, LONGEST_WHY)).toString()
}
