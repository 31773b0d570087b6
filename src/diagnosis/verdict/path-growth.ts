// The witness that asks every round: did the population behind one path grow in each interval between snapshots,
// and does it still grow at the pace it began with? A cache that fills and a queue that drains do not.

import type { Lead, SnapshotEvidence } from '../lead/lead.ts'

/** Below this share of the first rounds' pace the growth is levelling off. */
const STEADY_SHARE = 0.3

export interface PathGrowth {
  readonly rounds: number
  readonly grewIn: number
  /** Bytes per unit of work in each round. */
  readonly pace: readonly number[]
  readonly steady: boolean
  /** Grew in every one of at least two rounds and is steady. */
  readonly supports: boolean
  readonly bytes: number
  readonly objects: number
}

/** How one lead's population moved over the rounds. O(rounds). */
export function pathGrowth(lead: Lead, evidence: SnapshotEvidence): PathGrowth {
  const { population } = lead
  const pace: number[] = []
  let grewIn = 0
  for (let round = 1; round < population.length; round++) {
    const objects = amount(lead, round).objects - amount(lead, round - 1).objects
    const bytes = amount(lead, round).bytes - amount(lead, round - 1).bytes
    if (objects > 0 && bytes > 0) grewIn++
    pace.push(bytes / Math.max(1e-9, workBetween(evidence, round)))
  }
  const rounds = pace.length
  const steady = isSteady(pace)
  return {
    rounds,
    grewIn,
    pace,
    steady,
    supports: rounds >= 2 && grewIn === rounds && steady,
    bytes: amount(lead, population.length - 1).bytes - amount(lead, 0).bytes,
    objects: amount(lead, population.length - 1).objects - amount(lead, 0).objects,
  }
}

function amount(lead: Lead, round: number): { objects: number; bytes: number } {
  return lead.population[round] ?? { objects: 0, bytes: 0 }
}

function workBetween(evidence: SnapshotEvidence, round: number): number {
  return (evidence.work[round] ?? 0) - (evidence.work[round - 1] ?? 0)
}

function isSteady(pace: readonly number[]): boolean {
  const last = pace.at(-1)
  if (last === undefined) return false
  const earlier = pace.slice(0, -1).sort((a, b) => a - b)
  const median = earlier[Math.floor(earlier.length / 2)]
  return median === undefined ? last > 0 : last >= STEADY_SHARE * median
}
