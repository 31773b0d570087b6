// The contract of a rule for memory that a runtime, an engine or a framework keeps on purpose.

export interface KnownRetainer {
  /** `node`, `v8`, or the package. */
  readonly package: string
  /** Versions that do so, for `isInRange`; `*` for all. */
  readonly versions: string
  readonly url: string
  /** What is kept and why; at most a dozen words. */
  readonly says: string
  /** The step that is kept by design. */
  readonly step: StepSign
  /**
   * Growth below this many bytes that hangs from this retainer itself is no finding, unless two witnesses confirm it;
   * 0 where any growth is told. Never more than a megabyte: the rule bounds what it hides.
   */
  readonly allowanceBytes: number
}

/** A step of a path by what it and the step above it are called; all that are given must match. */
export interface StepSign {
  /** Name of the edge. */
  readonly name?: RegExp
  /** Class that the edge leads to. */
  readonly to?: RegExp
  /** Class that the edge comes from. */
  readonly from?: RegExp
  /** Script of the nearest function or class at or above the step, by its path. */
  readonly script?: RegExp
}
