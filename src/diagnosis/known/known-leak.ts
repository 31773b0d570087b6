// The contract of a rule for a leak that others have met: which versions of which package, and how it looks in a heap.

import type { Cause } from '../../protocol/index.ts'

export interface KnownLeak {
  readonly package: string
  /** Versions that have it, for `isInRange`; `*` for all. */
  readonly versions: string
  /** The first version without it; `null` where there is none. */
  readonly fixedIn: string | null
  /** The issue, the change or the advisory that says so. */
  readonly url: string
  /** What the package keeps, in half a sentence after the package's name. */
  readonly says: string
  readonly signs: LeakSigns
}

/** What tells this leak from others that run through the same package; all that are given must be seen. */
export interface LeakSigns {
  /** One of these is a name on the path, of the holder, of a class that grew, or of a function that adds. */
  readonly names?: readonly string[]
  /** A file of the package that the path, the holder or the first adding site lies in, by its path. */
  readonly files?: RegExp
  readonly causes?: readonly Cause[]
}
