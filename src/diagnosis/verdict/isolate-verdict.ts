// The verdict on one isolate, from its trends and its leads. `leaking` needs two independent witnesses for one
// path, at least one of them that the growth still goes on.

import type { Verdict } from '../../protocol/index.ts'
import type { Trend } from '../../series/index.ts'
import type { IsolateEvidence } from '../evidence.ts'
import { clause } from './clause.ts'
import { trendGrows } from './witnesses.ts'

/** Growth below both is not told from warm-up: no suspicion is raised on it. */
const SUSPECT_BYTES = 1_000_000
const SUSPECT_SHARE = 0.05
/** A trend alone is no ground for a suspicion before it has gone on for so long: many programs fill up first, ms. */
const LONG_MS = 15_000

export interface IsolateVerdict {
  readonly verdict: Verdict
  readonly says: string
}

/** What is known of the leads of an isolate. */
export interface VerdictCounts {
  readonly confirmed: number
  readonly suspects: number
  /** Objects that the program declared over and that are still held, behind leads that are not confirmed. */
  readonly overdue: number
  readonly rounds: number
  readonly passing: number
  /** Why the biggest queue that fills is no leak; `null` where there is none. */
  readonly backlog: string | null
  /** Why the growth has an end, where tables of fixed size carry it; `null` where none do. */
  readonly filling: string | null
}

/**
 * The verdict. `confirmed` counts the leads with two witnesses; `suspects` those with one whose growth is large
 * enough to matter; `passing` those whose objects the settle test saw go.
 */
export function isolateVerdict(evidence: IsolateEvidence, counts: VerdictCounts): IsolateVerdict {
  const seen = seenVerdict(evidence, counts)
  if (counts.overdue === 0 || seen.verdict === 'leaking' || seen.verdict === 'suspect') return seen
  const count = counts.overdue.toLocaleString('en-US')
  const objects = counts.overdue === 1 ? 'object that' : 'objects that'
  const held = counts.overdue === 1 ? 'is' : 'are'
  return {
    verdict: 'suspect',
    says: `${count} ${objects} the program declared over ${held} still held; ${seen.says}`,
  }
}

function seenVerdict(evidence: IsolateEvidence, counts: VerdictCounts): IsolateVerdict {
  const judged = judge(evidence, counts)
  const open = judged.verdict === 'suspect' || judged.verdict === 'inconclusive'
  if (counts.passing === 0 || !open) return judged
  return {
    // What was seen to go is no ground for a suspicion.
    verdict: counts.suspects === 0 ? 'inconclusive' : judged.verdict,
    says: `${clause(judged.says)}; what was watched there was gone after a while: a backlog, or garbage that is let go late`,
  }
}

function judge(evidence: IsolateEvidence, counts: VerdictCounts): IsolateVerdict {
  const { floor, external } = evidence
  if (counts.confirmed > 0)
    return {
      verdict: 'leaking',
      says: growingTrend(evidence)?.says ?? 'the same path grows in every round',
    }
  const growing = growingTrend(evidence)
  if (counts.backlog !== null && counts.suspects === 0 && (growing !== null || floor === null))
    return { verdict: 'inconclusive', says: counts.backlog }
  if (counts.filling !== null && counts.suspects === 0 && growing !== null)
    return { verdict: 'bounded', says: counts.filling }
  if (growing !== null) return ungrounded(growing, evidence, counts)
  if (floor === null) return withoutTrend(counts)
  // A heap that levels off says nothing about what grows outside it.
  if (external !== null && growsUndecided(external, evidence))
    return { verdict: 'inconclusive', says: external.says }
  if (floor.shape === 'saturating') return { verdict: 'bounded', says: floor.says }
  if (external?.shape === 'saturating' && floor.shape !== 'undecided')
    return { verdict: 'bounded', says: external.says }
  if (floor.shape === 'flat' || floor.shape === 'falling')
    return { verdict: 'stable', says: floor.says }
  if (counts.suspects > 0)
    return { verdict: 'suspect', says: `${clause(floor.says)}; a path grows in every round` }
  return { verdict: 'inconclusive', says: floor.says }
}

/** There is growth, more than warm-up, but its shape is open: it may go on or level off. */
function growsUndecided(trend: Trend, evidence: IsolateEvidence): boolean {
  return (
    trend.shape === 'undecided' && trend.eValue * trend.alpha >= 1 && isMaterial(trend, evidence)
  )
}

function isMaterial(trend: Trend, evidence: IsolateEvidence): boolean {
  const grown = (trend.slopePerHour.value * (evidence.lastAtMs - trend.warmUpEndsAtMs)) / 3_600_000
  return grown >= SUSPECT_BYTES && grown >= SUSPECT_SHARE * evidence.floorBytes
}

/** The trend that grows for sure, the floor's before the external one's. */
export function growingTrend(evidence: IsolateEvidence): Trend | null {
  if (trendGrows(evidence.floor)) return evidence.floor
  return trendGrows(evidence.external) ? evidence.external : null
}

/** Snapshot files, or a program that was never seen to collect. */
function withoutTrend(counts: {
  readonly suspects: number
  readonly rounds: number
}): IsolateVerdict {
  if (counts.rounds === 0) {
    return {
      verdict: 'inconclusive',
      says: 'nothing was seen over time, so nothing is known to grow',
    }
  }
  if (counts.suspects === 0) {
    return { verdict: 'inconclusive', says: 'no path grew in every round, and there is no trend' }
  }
  const rounds =
    counts.rounds === 1 ? 'between the snapshots' : `in each of ${counts.rounds} rounds`
  return {
    verdict: 'suspect',
    says: `memory behind the same path grew ${rounds}, and there is no trend`,
  }
}

/** The trend grows but no path is confirmed. */
function ungrounded(
  growing: Trend,
  evidence: IsolateEvidence,
  counts: { readonly suspects: number; readonly rounds: number },
): IsolateVerdict {
  const material = isMaterial(growing, evidence)
  const isLong = evidence.lastAtMs - growing.warmUpEndsAtMs >= LONG_MS
  const isTold = counts.rounds >= 2 || isLong
  if (counts.suspects > 0 && material && isTold) return { verdict: 'suspect', says: growing.says }
  if (counts.rounds < 2) {
    return {
      verdict: material && isLong ? 'suspect' : 'inconclusive',
      says: `${clause(growing.says)}; no path to it could be compared over two rounds of snapshots yet`,
    }
  }
  return {
    verdict: 'inconclusive',
    says: `${clause(growing.says)}, but no path in the heap grew in every round: warm-up is not ruled out`,
  }
}
