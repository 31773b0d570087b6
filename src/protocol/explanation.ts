// What a finding says beside its path: further facts, who could take away what piles up, what a cut frees, and who
// has met it before.

/** One more fact of a finding, e.g. `interval` and `15 s`. Values are names, counts and sizes, never contents. */
export interface Detail {
  readonly label: string
  readonly value: string
}

/** A function that could take away what piles up, found in the source. */
export interface Remover {
  readonly function: string
  readonly does: 'deletes' | 'clears' | 'unsubscribes' | 'closes'
  readonly file: string
  readonly line: number
  readonly column: number
  readonly package: string | null
  /** Whether V8 has seen it run in this process; `null` where that cannot be known. */
  readonly ran: boolean | null
}

/** What cutting the faulty reference would free, found by cutting it on the graph of the last snapshot. */
export interface WhatIf {
  readonly freedBytes: number
  readonly freedObjects: number
  /** Part of what grew that would be freed, 0 to 1. */
  readonly share: number
}

/** A leak or a retainer that others have met before. */
export interface KnownCase {
  /** A `retainer` keeps memory by design, a `leak` is a fault of the package. */
  readonly kind: 'leak' | 'retainer'
  readonly package: string
  /** Versions that have it, as a range; `*` for all. */
  readonly versions: string
  readonly fixedIn: string | null
  readonly url: string
  readonly says: string
}
