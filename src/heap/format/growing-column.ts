// Columns that grow by doubling. What a header claims is a hint, never a reason to allocate more than the
// file could hold.

import { SnapshotError } from './snapshot-error.ts'

const FIRST_ROWS = 16384

/** What is known about the length of a column before its rows are read. */
export interface RowHint {
  /** Rows that the header promises; 0 where it says nothing sensible. */
  readonly claimed: number
  /** Most rows that the file can hold; `Infinity` where its length is not known. */
  readonly possible: number
}

/** Rows to begin with: the promised number where the file is long enough for it. */
export function firstCapacity(hint: RowHint): number {
  if (hint.possible === Infinity) return Math.min(hint.claimed || FIRST_ROWS, FIRST_ROWS)
  return Math.ceil(Math.min(hint.claimed || FIRST_ROWS, hint.possible))
}

/** The next capacity that is at least `needed`: twice the present one, or just the promised number. */
export function nextCapacity(present: number, needed: number, hint: RowHint): number {
  const doubled = Math.max(present * 2, needed, FIRST_ROWS)
  return hint.claimed >= needed && hint.claimed < doubled ? hint.claimed : doubled
}

/** A longer copy. Throws `SNAPSHOT_TOO_LARGE` where the memory cannot be had. */
export function longerBytes(column: Uint8Array, capacity: number): Uint8Array {
  const longer = allocated(() => new Uint8Array(capacity))
  longer.set(column)
  return longer
}

/** As `longerBytes`. */
export function longerWords(column: Uint32Array, capacity: number): Uint32Array {
  const longer = allocated(() => new Uint32Array(capacity))
  longer.set(column)
  return longer
}

/** As `longerBytes`; numbers of either width come back as doubles. */
export function longerDoubles(column: Uint32Array | Float64Array, capacity: number): Float64Array {
  const longer = allocated(() => new Float64Array(capacity))
  longer.set(column)
  return longer
}

function allocated<T>(allocate: () => T): T {
  try {
    return allocate()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new SnapshotError(
      'SNAPSHOT_TOO_LARGE',
      'there is no memory for the columns of this snapshot',
    )
  }
}
