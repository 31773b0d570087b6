// What speaks for and against a lead. A lead is confirmed by two independent witnesses, never by one.

import type { Evidence } from '../../protocol/index.ts'
import type { Trend } from '../../series/index.ts'
import type { IsolateEvidence } from '../evidence.ts'
import type { Lead, SnapshotEvidence } from '../lead/lead.ts'
import { clause } from './clause.ts'
import { countOf, resourceGrew } from '../resource-types.ts'
import { fingerprint } from '../fingerprint.ts'
import { pathGrowth } from './path-growth.ts'
import type { PathGrowth } from './path-growth.ts'
import { sampledSurvivors } from './sampled-survivors.ts'
import type { SampledSurvivors } from './sampled-survivors.ts'
import { settleWitness } from './settle-witness.ts'
import type { SettleWitness } from './settle-witness.ts'

/** The lead must explain this share of the series' growth to be carried by it. */
const EXPLAINS = 0.2
/** And this share, of a trend that is so many times surer than need be, to stand on a single round of snapshots. */
const EXPLAINS_ALONE = 0.5
const SURE = 10
/** What grew so many times faster between the snapshots than the trend says filled up then, and does so no more. */
const FASTER = 10
/** Fewer survivors than this share of the growth are none. */
const SURVIVING_SHARE = 0.02

export interface LeadWitnesses {
  readonly growth: PathGrowth
  readonly evidence: readonly Evidence[]
  /** How many independent witnesses support the lead. */
  readonly supporting: number
  /** What grew was watched in the live process and is gone: it waited for its turn and was let go. */
  readonly refuted: boolean
  /**
   * Nothing of what the first rounds added is left, and no settle test says that what is there stays: what grows is not what
   * stays, which is no ground for an accusation.
   */
  readonly turnsOver: boolean
  /** Objects could not be matched between the snapshots, and nothing else shows that what grew stays and has no end. */
  readonly unmatched: boolean
  /** It grew many times faster while it was looked at than the trend says: what it grew by then says nothing of now. */
  readonly isOver: boolean
}

/** Whether a trend is a witness of growth that goes on. */
export function trendGrows(trend: Trend | null): trend is Trend {
  return (
    trend !== null &&
    trend.shape === 'growing' &&
    trend.stillGrowing &&
    trend.eValue >= 1 / trend.alpha
  )
}

/** All witnesses for one lead. `evidence.snapshots` must be the one that the lead came from. */
export function leadWitnesses(
  lead: Lead,
  evidence: IsolateEvidence,
  snapshots: SnapshotEvidence,
): LeadWitnesses {
  const growth = pathGrowth(lead, snapshots)
  const settled = settleWitness(lead, evidence)
  const all: { kind: Evidence; counts: boolean }[] = []
  const trend = evidence.floor === null ? null : trendWitness(lead, growth, evidence, snapshots)
  if (trend !== null) all.push(trend)
  if (growth.rounds > 0) {
    const isHeld = settled?.held === true && (trend?.explains ?? 0) >= EXPLAINS_ALONE
    all.push(growthWitness(growth, isHeld))
  }
  const sampled = snapshots.sameProcess ? null : sampledSurvivors(evidence.sites)
  const survivors = snapshots.sameProcess
    ? survivorWitness(lead, growth, snapshots)
    : sampledWitness(sampled)
  if (survivors !== null) all.push(survivors)
  const turnsOver =
    snapshots.sameProcess &&
    survivors !== null &&
    !passesThrough(lead) &&
    leavesNothing(lead, growth) &&
    settled?.leaving !== false
  const chain = chainWitness(lead)
  if (chain !== null) all.push(chain)
  const resources = resourceWitness(lead, evidence)
  if (resources !== null) all.push(resources)
  if (settled !== null) all.push({ kind: settled.evidence, counts: false })
  const carries = (trend?.explains ?? 0) >= EXPLAINS_ALONE
  const isSeenToGo = sampled?.goes === true && carries
  return {
    growth,
    evidence: all.map((witness) => witness.kind),
    supporting: all.filter((witness) => witness.counts).length,
    refuted:
      !passesThrough(lead) &&
      (isRefuted(settled, survivors?.counts === true, turnsOver) || isSeenToGo),
    turnsOver,
    isOver: (trend?.explains ?? 0) < 0,
    unmatched:
      !snapshots.sameProcess &&
      ((sampled?.stays !== true && chain?.counts !== true) || mayHaveLimit(lead, evidence)),
  }
}

/** A cache below its limit grows as a leak does, and the live process could not be asked for the limit. */
function mayHaveLimit(lead: Lead, { facts }: IsolateEvidence): boolean {
  return lead.contents.limited !== null && facts.limitless?.includes(fingerprint(lead)) !== true
}

function isRefuted(settled: SettleWitness | null, survived: boolean, turnsOver: boolean): boolean {
  if (settled === null || survived) return false
  return settled.refutes || turnsOver
}

/** A queue that is worked off as it fills has new entries only, each time it is looked at. */
function leavesNothing(lead: Lead, growth: PathGrowth): boolean {
  return lead.survivors.objects <= SURVIVING_SHARE * growth.objects
}

/** The chunks in a stream's buffer are meant to pass: what leaks is that ever more of them wait. */
function passesThrough(lead: Lead): boolean {
  return lead.contents.stream !== null
}

function trendWitness(
  lead: Lead,
  growth: PathGrowth,
  evidence: IsolateEvidence,
  snapshots: SnapshotEvidence,
): {
  kind: Evidence
  counts: boolean
  /** Share of the trend's growth; 0 where that is not known, below 0 where the path's own growth is over. */
  explains: number
} {
  const offHeap = lead.backingStoreBytes > 0.5 * lead.retainedBytes
  const best = trendGrows(evidence.floor) && !offHeap ? evidence.floor : evidence.external
  const trend = trendGrows(best) ? best : trendGrows(evidence.floor) ? evidence.floor : null
  if (trend === null) {
    const says = evidence.floor?.says ?? 'no collection was seen, so there is no trend'
    return { kind: { kind: 'trend', supports: false, says }, counts: false, explains: 0 }
  }
  const hours = spanHours(snapshots)
  const expected = trend.slopePerHour.value * hours
  const explained = expected <= 0 ? 1 : growth.bytes / expected
  if (trend === evidence.floor && explained > FASTER && isInHeap(lead)) {
    const says = `${clause(trend.says)}; this path grew ${Math.round(explained)} times faster while it was looked at, so that is over`
    return { kind: { kind: 'trend', supports: false, says }, counts: false, explains: -1 }
  }
  const counts = hours === 0 || explained >= EXPLAINS
  const share = hours === 0 ? '' : `; this path explains ${percent(Math.min(1, explained))} of it`
  return {
    kind: { kind: 'trend', supports: counts, says: clause(trend.says) + share },
    counts,
    explains: hours === 0 || trend.eValue < SURE / trend.alpha ? 0 : explained,
  }
}

/** Whether all that grew is in the floor: what lies outside the heap has a trend of its own. */
function isInHeap({ backingStoreBytes, natives }: Lead): boolean {
  return backingStoreBytes === 0 && natives.length === 0
}

/**
 * One round is too few to count, unless what grew in it was watched on: marked objects that all stayed, behind a path
 * that explains most of the trend. So a program that cannot be stopped for a third snapshot is not left without an answer.
 */
function growthWitness(growth: PathGrowth, isHeld: boolean): { kind: Evidence; counts: boolean } {
  const grew = `grew in ${growth.grewIn} of ${growth.rounds} rounds between snapshots`
  const only = growth.rounds === 1 && growth.grewIn === 1
  return {
    kind: {
      kind: 'path-growth',
      supports: growth.supports || only,
      says: grew + pace(growth, isHeld),
    },
    counts: growth.supports || (only && isHeld),
  }
}

function pace(growth: PathGrowth, isHeld: boolean): string {
  if (growth.rounds === 1 && growth.grewIn === 1) {
    return isHeld ? ', and what was marked then has stayed' : ', which is too few to count'
  }
  return growth.steady ? ', at a steady pace' : ', ever slower'
}

function survivorWitness(
  lead: Lead,
  growth: PathGrowth,
  snapshots: SnapshotEvidence,
): { kind: Evidence; counts: boolean } | null {
  if (snapshots.atMs.length < 3 || growth.objects <= 0) return null
  const share = lead.survivors.objects / Math.max(1, growth.objects)
  const supports = share >= 0.25
  const says =
    `${lead.survivors.objects.toLocaleString('en-US')} objects that were made between the first snapshots are still alive in the last, ` +
    'after a full collection each time'
  return { kind: { kind: 'survivors', supports, says }, counts: supports && growth.supports }
}

/**
 * Where objects cannot be matched: what became of early allocations. It shows that things stay, not which, so it never counts; but
 * without it a queue that fills could not be told from a leak.
 */
function sampledWitness(sampled: SampledSurvivors | null): { kind: Evidence; counts: boolean } {
  const says =
    sampled === null
      ? 'objects were not numbered before the snapshots, so whether the oldest of them stay is not known'
      : `of ${sampled.samples} sampled allocations that were alive ${(sampled.ageMs / 1000).toFixed(0)} s before, ` +
        `where ever more is allocated, ${percent(sampled.share)} still are`
  return {
    kind: { kind: 'survivors', supports: sampled?.stays === true, says },
    counts: false,
  }
}

function chainWitness(lead: Lead): { kind: Evidence; counts: boolean } | null {
  if (lead.foldedFunction === null || lead.longestFold < 2) return null
  const says = `one path runs through ${lead.longestFold.toLocaleString('en-US')} pending calls of ${lead.foldedFunction.name}`
  return { kind: { kind: 'reachability', supports: true, says }, counts: lead.longestFold >= 1000 }
}

function resourceWitness(
  lead: Lead,
  evidence: IsolateEvidence,
): { kind: Evidence; counts: boolean } | null {
  const type =
    lead.natives[0]?.kind ?? (lead.grownClass === 'TimersList' ? 'Timeout' : lead.grownClass)
  if (!resourceGrew(evidence.resources, type)) return null
  const first = countOf(evidence.resources.first, type)
  const last = countOf(evidence.resources.last, type)
  const says = `active ${type} resources went from ${first} to ${last}`
  return { kind: { kind: 'resources', supports: true, says }, counts: true }
}

function spanHours(snapshots: SnapshotEvidence): number {
  const first = snapshots.atMs[0] ?? 0
  const last = snapshots.atMs.at(-1) ?? 0
  return (last - first) / 3_600_000
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}
