// Whether what was allocated early stays, by sampled allocations: the witness where objects of different snapshots cannot be
// matched. A queue that fills faster than it is emptied grows like a leak, but its oldest entries go.

import type { LiveSite } from '../../protocol/index.ts'

/** Younger than this an allocation may only wait for its turn, ms. */
const LEAST_AGE_MS = 10_000
/** Estimated from fewer samples, a share says nothing. */
const LEAST_SAMPLES = 10
/** A script's live bytes must have become so many times what they were. */
const GROWS = 1.2
/** What leaks stays nearly all; of a queue the oldest go. */
const STAYS = 0.8
const GOES = 0.5

export interface SampledSurvivors {
  /** Share of the early allocations that is still alive, 0 to 1. */
  readonly share: number
  readonly ageMs: number
  readonly samples: number
  readonly stays: boolean
  readonly goes: boolean
}

interface Group {
  liveBytes: number
  bytes: number
  aliveBytes: number
  samples: number
}

/**
 * What became of early allocations, in the scripts that allocate ever more of what lives, each by its growth; `null` where
 * too little was sampled. By script and not by line, for V8 counts what an inlined function allocates as its caller's. O(sites).
 */
export function sampledSurvivors(sites: readonly LiveSite[]): SampledSurvivors | null {
  const cohorts = Math.max(0, ...sites.map((site) => site.cohorts?.length ?? 0))
  for (let cohort = 0; cohort < cohorts; cohort++) {
    const ageMs = Math.max(0, ...sites.map((site) => site.cohorts?.[cohort]?.ageMs ?? 0))
    const growing = groupsOf(sites, cohort).filter(
      (group) => group.bytes > 0 && group.liveBytes >= GROWS * group.bytes,
    )
    const samples = growing.reduce((sum, group) => sum + group.samples, 0)
    if (ageMs < LEAST_AGE_MS || samples < LEAST_SAMPLES) continue
    const grown = (group: Group): number => group.liveBytes - group.bytes
    const all = growing.reduce((sum, group) => sum + grown(group), 0)
    const share = growing.reduce(
      (sum, group) => sum + (grown(group) / all) * Math.min(1, group.aliveBytes / group.bytes),
      0,
    )
    return { share, ageMs, samples, stays: share >= STAYS, goes: share < GOES }
  }
  return null
}

function groupsOf(sites: readonly LiveSite[], cohort: number): Group[] {
  const groups = new Map<string, Group>()
  for (const site of sites) {
    const script = site.stack.find((frame) => !/^(?:node:|$)/.test(frame.url))?.url ?? ''
    const group = groups.get(script) ?? { liveBytes: 0, bytes: 0, aliveBytes: 0, samples: 0 }
    groups.set(script, group)
    const then = site.cohorts?.[cohort]
    group.liveBytes += site.liveBytes
    group.bytes += then?.bytes ?? 0
    group.aliveBytes += then?.aliveBytes ?? 0
    group.samples += then?.samples ?? 0
  }
  return [...groups.values()]
}
