// What a run is asked for, and what it says while it is under way.

import type { Verdict } from '../protocol/index.ts'
import type { Care } from './guards/care.ts'

export interface RunRequest {
  readonly command: readonly string[]
  readonly cwd: string
  /** Ends the program after this time; `null` watches until it exits. */
  readonly durationMs: number | null
  /** Whether collections may be asked for (`--no-gc` forbids it). */
  readonly collects: boolean
  /** A URL or a command that drives load, or `null`. */
  readonly load: string | null
  /** Longest single pause that a snapshot may be predicted to take, ms. */
  readonly maxPauseMs: number
  /** How careful to be with the program; `development` where it is not said. */
  readonly care?: Care
  /** Most snapshots of one process within an hour; what the care allows where it is not said. */
  readonly snapshotsPerHour?: number
  /** Variables that the program gets beside those of this process; none by default. */
  readonly environment?: Readonly<Record<string, string>>
  /** Tidemark's own version, for the report. */
  readonly version: string
}

/** One line of live status. */
export interface RunStatus {
  readonly phase: 'watching' | 'analysing'
  readonly elapsedMs: number
  readonly isolates: number
  readonly floorBytes: number | null
  readonly bytesPerHour: number | null
  readonly verdict: Verdict
  readonly snapshots: number
  /** Share done of the analysis under way, 0 to 1. */
  readonly share: number
}

export interface RunHooks {
  /** Aborted by the user's interrupt; the program is left to end by the same signal. */
  readonly signal: AbortSignal
  readonly onStatus?: (status: RunStatus) => void
  /** Called once the program runs, with a way to pass signals on. */
  readonly onLaunched?: (kill: (signal: NodeJS.Signals) => void) => void
}
