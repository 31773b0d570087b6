// What one or two sampling heap profiles say (`tidemark.profile/1`): who allocated what is alive, and where that grew.

import type { SourcePosition } from './report.ts'

export const PROFILE_SCHEMA = 'tidemark.profile/1'

/** A function, where it was written. */
export interface ProfilePlace {
  readonly function: string
  /** `null` for functions of V8 and for files that are not known by a path. */
  readonly source: SourcePosition | null
  /** `name@version` where it lies in a package. */
  readonly package: string | null
}

export interface ProfileRow extends ProfilePlace {
  /** The program's own function through which most of it was allocated, where that is another one. */
  readonly calledBy: ProfilePlace | null
  /** One entry a profile, oldest first: estimated bytes that are alive, and the samples that they stand on. */
  readonly bytes: readonly number[]
  readonly samples: readonly number[]
  /** Last less first; with one profile its bytes. */
  readonly grownBytes: number
  /** By how much `grownBytes` may be wrong in 19 of 20 cases; `null` where the profile does not list its samples. */
  readonly plusMinusBytes: number | null
}

export interface ProfileReport {
  readonly schema: typeof PROFILE_SCHEMA
  readonly version: string
  readonly createdAt: string
  readonly files: readonly string[]
  /** One entry a profile. */
  readonly totalBytes: readonly number[]
  /** Most bytes first; with two profiles those that grew, most grown first. */
  readonly sites: readonly ProfileRow[]
  readonly notes: readonly string[]
}
