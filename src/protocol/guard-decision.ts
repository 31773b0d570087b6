// What was decided before something that costs: the part of the report that says why a snapshot was taken, or not.

/** What stood in the way of a snapshot; `docs/concepts/guards.md` explains each. */
export type Obstacle =
  | 'off'
  | 'pause'
  | 'memory'
  | 'stays'
  | 'own-memory'
  | 'disk'
  | 'hour'
  | 'share'
  | 'start'
  | 'other'
  | 'busy'

/** What the guards decided on a snapshot that was wanted. */
export interface GuardDecision {
  readonly isolate: string
  readonly atMs: number
  /** `smaller` is sampling only, `wait` is later, `refuse` is nothing at all. */
  readonly decided: 'go' | 'smaller' | 'wait' | 'refuse'
  /** By a forked copy of the process or in the process; `null` where it was not taken. */
  readonly way: 'fork' | 'in-process' | null
  readonly obstacle: Obstacle | null
  /** Why not, and what would make it possible, in a clause; `null` where it was taken. */
  readonly says: string | null
  readonly predictedPauseMs: number
  readonly predictedMemoryBytes: number
}
