// How careful Tidemark is with the program it looks at. A program that was started to be looked at may be stopped for a
// while; one that serves people may hardly be.

/** `development` for a program that was started for this; `production` for one that serves while it is looked at. */
export type Care = 'development' | 'production'

/** What one kind of care allows. Shares are of the running time, 0 to 1. */
export interface CareRules {
  readonly collectionShare: number
  /** A collection that is expected to stop the program longer than this is not asked for, ms. */
  readonly longestCollectionMs: number
  readonly snapshotShare: number
  /** Snapshots' pause that is allowed in any case, so that short runs can be explained, ms. */
  readonly snapshotAllowanceMs: number
  /** Part of what is left to a limit that may stay taken after a snapshot. */
  readonly stayingShare: number
  readonly lookupShare: number
  readonly lookupAllowanceMs: number
  /** Snapshots of one process within an hour, by whomever of this user. */
  readonly mostSnapshotsAnHour: number
  /** A snapshot that takes this long or longer is not taken beside another one on the machine, ms. */
  readonly aloneFromMs: number
  /** How long a process must have run before its first snapshot, ms. */
  readonly leastUptimeMs: number
  /** Up to this pause a snapshot is taken in the process even where it could be forked: it is the plainer way, ms. */
  readonly plainPauseMs: number
  /** Numbering the objects before a fork, so that later snapshots can be compared object by object, may stop it so long, ms. */
  readonly numberingPauseMs: number
  /** An event loop that comes this late to a timer is busy, ms; `null` where nobody waits for it. */
  readonly busyDelayMs: number | null
  /** How long a snapshot waits for a quiet moment before a fork that hardly stops the program is made all the same, ms. */
  readonly longestWaitMs: number
}

const RULES: Readonly<Record<Care, CareRules>> = {
  development: {
    collectionShare: 0.04,
    longestCollectionMs: Infinity,
    snapshotShare: 0.1,
    snapshotAllowanceMs: 6000,
    stayingShare: 0.1,
    lookupShare: 0.02,
    lookupAllowanceMs: 1000,
    mostSnapshotsAnHour: 120,
    aloneFromMs: 20_000,
    leastUptimeMs: 0,
    plainPauseMs: 400,
    numberingPauseMs: 5000,
    busyDelayMs: null,
    longestWaitMs: 0,
  },
  production: {
    collectionShare: 0.01,
    longestCollectionMs: 200,
    snapshotShare: 0.02,
    snapshotAllowanceMs: 1000,
    stayingShare: 0.02,
    lookupShare: 0.005,
    lookupAllowanceMs: 200,
    mostSnapshotsAnHour: 6,
    aloneFromMs: 0,
    leastUptimeMs: 30_000,
    plainPauseMs: 50,
    numberingPauseMs: 50,
    busyDelayMs: 100,
    longestWaitMs: 60_000,
  },
}

export function careRules(care: Care): CareRules {
  return RULES[care]
}
