// Growth, trend, allocation sites and resources of one isolate to its verdict and findings.

import type { BoundedGrowth, Finding } from '../protocol/index.ts'
import { backlog, backlogReason, isBacklog } from './causes/backlog.ts'
import type { IsolateEvidence, SourceLookup } from './evidence.ts'
import { finding } from './finding.ts'
import { isByDesign } from './known/retainer-of-lead.ts'
import type { Lead, OverdueLead } from './lead/lead.ts'
import { endOfLife, overdueOf, overdueWitnesses } from './overdue/overdue-entry.ts'
import { overdueFinding } from './overdue/overdue-finding.ts'
import { carryingReason, fillingLeads, fills, hasEnd } from './verdict/filling.ts'
import { isolateVerdict } from './verdict/isolate-verdict.ts'
import { settleKey } from './verdict/settle-witness.ts'
import type { IsolateVerdict } from './verdict/isolate-verdict.ts'
import { leadWitnesses } from './verdict/witnesses.ts'
import type { LeadWitnesses } from './verdict/witnesses.ts'

/** Findings shown; the rest is in the class table. */
const MOST_FINDINGS = 5
/** A lead below this share of all leads' growth is not worth a screen of its own. */
const SMALLEST_SHARE = 0.05
/** Growth below this many bytes, or this share of the heap, is no finding, however steady. */
const SMALLEST_GROWTH = 400_000
const SMALLEST_HEAP_SHARE = 0.004
/** LeakShares closer than this are a tie. */
const TIE = 0.02

export interface IsolateDiagnosis extends IsolateVerdict {
  readonly findings: readonly Finding[]
  readonly bounded: readonly BoundedGrowth[]
}

interface Weighed {
  readonly lead: Lead
  readonly witnesses: LeadWitnesses
  readonly confirmed: boolean
  /** Set where the lead is of objects that the program declared over, and nothing else is known of it. */
  readonly overdue?: OverdueLead
}

/** The diagnosis of one isolate. Pure: the same evidence gives the same answer. */
export function diagnose(evidence: IsolateEvidence, lookup: SourceLookup): IsolateDiagnosis {
  const all = weigh(evidence)
  const leads = all.map((entry) => entry.lead)
  const backlogs = leads.filter(isBacklog)
  const filling = fillingLeads(leads, evidence)
  const ends = new Set([...backlogs, ...filling])
  const weighed = all.filter((entry) => !ends.has(entry.lead))
  const confirmed = weighed.filter((entry) => entry.confirmed)
  const open = weighed.filter((entry) => !entry.confirmed && !entry.witnesses.refuted)
  const suspects = open.filter((entry) => isSuspect(entry, evidence))
  const overdue = overdueEntries(evidence, confirmed, [...ends])
  const rounds = Math.max(0, (evidence.snapshots?.atMs.length ?? 0) - 1)
  const verdict = isolateVerdict(evidence, {
    confirmed: confirmed.length + overdue.filter((entry) => entry.confirmed).length,
    suspects: suspects.length,
    overdue: overdue.reduce((sum, entry) => sum + entry.lead.grownCount, 0),
    rounds,
    passing: weighed.filter((entry) => entry.witnesses.refuted).length,
    backlog: backlogs[0] === undefined ? null : backlogReason(backlogs[0]),
    filling: carryingReason(filling, evidence),
  })
  const shown = shownEntries(verdict.verdict, {
    confirmed,
    suspects,
    alone: evidence.snapshots?.atMs.length === 1 && evidence.floor === null,
  })
  return {
    ...verdict,
    findings: withOverdue(shown, overdue)
      .slice(0, MOST_FINDINGS)
      .map((entry) => findingOf(entry, evidence, lookup)),
    bounded: [
      ...boundedGrowth(evidence, verdict),
      ...backlogs.map((lead) => drains(lead, evidence)),
      ...filling.filter((lead) => hasEnd(lead, evidence)).map((lead) => fills(lead, evidence)),
    ],
  }
}

function findingOf(entry: Weighed, evidence: IsolateEvidence, lookup: SourceLookup): Finding {
  const snapshots = evidence.snapshots
  if (snapshots === null) throw new Error('a lead without snapshots')
  const { lead, witnesses, confirmed, overdue } = entry
  const parts = { lead, witnesses, confirmed, evidence, snapshots, lookup }
  return overdue === undefined ? finding(parts) : overdueFinding(parts, overdue)
}

/**
 * What was declared over and is held where no leak is confirmed; of the rest the declaration is one more witness. In what is
 * known to have an end, such as a cache below its limit, it is a suspicion and no more.
 */
function overdueEntries(
  evidence: IsolateEvidence,
  told: readonly Weighed[],
  ends: readonly Lead[],
): Weighed[] {
  const { snapshots } = evidence
  if (snapshots === null) return []
  const of = (leads: readonly Lead[]): ReadonlySet<OverdueLead | null> =>
    new Set(leads.map((lead) => overdueOf(lead, snapshots.overdue)))
  const confirmedAlready = of(told.map((entry) => entry.lead))
  const ending = of(ends)
  return snapshots.overdue
    .filter((overdue) => !confirmedAlready.has(overdue))
    .map((overdue) => {
      const witnesses = overdueWitnesses(overdue, evidence, snapshots)
      const confirmed = !ending.has(overdue) && isConfirmed(witnesses, evidence)
      return { lead: overdue.lead, witnesses, confirmed, overdue }
    })
}

/** A declared end says more than a suspicion, and nothing is told twice. */
function withOverdue(shown: readonly Weighed[], overdue: readonly Weighed[]): readonly Weighed[] {
  const leads = overdue.flatMap((entry) => entry.overdue ?? [])
  const others = shown.filter((entry) => entry.confirmed || overdueOf(entry.lead, leads) === null)
  return [
    ...others.filter((entry) => entry.confirmed),
    ...overdue,
    ...others.filter((entry) => !entry.confirmed),
  ]
}

/** A declared end of what hangs where the lead hangs is a witness of its own. */
function withEndOfLife(witnesses: LeadWitnesses, overdue: OverdueLead | null): LeadWitnesses {
  if (overdue === null || witnesses.growth.rounds === 0) return witnesses
  return {
    ...witnesses,
    evidence: [endOfLife(overdue), ...witnesses.evidence],
    supporting: witnesses.supporting + 1,
  }
}

/** Leads with their witnesses, ranked by growth per operation (LeakShare), ties by exclusive size. */
function weigh(evidence: IsolateEvidence): Weighed[] {
  const snapshots = evidence.snapshots
  if (snapshots === null) return []
  const total = snapshots.totalBytes.at(-1) ?? 0
  const smallest = Math.max(SMALLEST_GROWTH, SMALLEST_HEAP_SHARE * total)
  const weighed: Weighed[] = []
  for (const lead of snapshots.leads) {
    const overdue = overdueOf(lead, snapshots.overdue)
    const witnesses = withEndOfLife(leadWitnesses(lead, evidence, snapshots), overdue)
    if (snapshots.atMs.length > 1 && witnesses.growth.bytes < smallest) continue
    const settling = evidence.settling.includes(settleKey(lead))
    const confirmed = !settling && isConfirmed(witnesses, evidence)
    // What a runtime keeps by design may grow a little; two witnesses are believed all the same.
    if (!confirmed && witnesses.growth.rounds > 0 && isByDesign(lead, witnesses.growth.bytes)) {
      continue
    }
    weighed.push({ lead, witnesses, confirmed })
  }
  const all = weighed.reduce((sum, entry) => sum + weight(entry), 0)
  return weighed.filter((entry) => weight(entry) >= SMALLEST_SHARE * all).sort(byLeakShare)
}

/** LeakShare of the growth first, as BLeak ranks; where shares are equal, what a reference holds alone. */
function byLeakShare(a: Weighed, b: Weighed): number {
  const share = b.lead.shareBytes - a.lead.shareBytes
  if (Math.abs(share) > TIE * Math.max(a.lead.shareBytes, b.lead.shareBytes)) return share
  return b.lead.exclusiveBytes - a.lead.exclusiveBytes || weight(b) - weight(a)
}

/**
 * Grew in every round; of files, which have no trend, one round will do, and a single file has none. One round will do, too,
 * for a path that carries a trend: where no further snapshot fits, it is the best that can be named.
 */
function isSuspect({ lead, witnesses }: Weighed, evidence: IsolateEvidence): boolean {
  const { growth } = witnesses
  const runaway = lead.foldedFunction !== null && lead.longestFold >= 1000
  if (runaway && growth.rounds > 0 && growth.grewIn === growth.rounds) return true
  if (growth.supports) return true
  const carries = witnesses.evidence.some((entry) => entry.kind === 'trend' && entry.supports)
  const isOnly = growth.rounds === 1 && carries
  return (isOnly || evidence.floor === null) && growth.grewIn === growth.rounds
}

function shownEntries(verdict: IsolateVerdict['verdict'], parts: Shown): readonly Weighed[] {
  if (verdict === 'leaking') return parts.confirmed
  return verdict === 'suspect' || parts.alone ? parts.suspects : []
}

interface Shown {
  readonly confirmed: readonly Weighed[]
  readonly suspects: readonly Weighed[]
  /** A single snapshot: its biggest objects are shown though nothing is known to grow. */
  readonly alone: boolean
}

/** Two witnesses, and nothing that says the growth is over or passes. */
function isConfirmed(witnesses: LeadWitnesses, evidence: IsolateEvidence): boolean {
  if (witnesses.supporting < 2 || witnesses.refuted) return false
  if (witnesses.turnsOver || witnesses.unmatched || witnesses.isOver) return false
  const trend = witnesses.evidence.some((entry) => entry.kind === 'trend' && entry.supports)
  if (trend) return true
  const shape = evidence.floor?.shape ?? 'undecided'
  if (shape !== 'undecided' && shape !== 'growing') return false
  return evidence.starved || (witnesses.growth.rounds >= 3 && witnesses.growth.supports)
}

/** Growth between the first and the last snapshot; of a single one, the share. */
function weight(entry: Weighed): number {
  const { growth } = entry.witnesses
  return growth.rounds === 0 ? entry.lead.shareBytes : growth.bytes
}

function boundedGrowth(evidence: IsolateEvidence, verdict: IsolateVerdict): BoundedGrowth[] {
  const trend = [evidence.floor, evidence.external].find((one) => one?.shape === 'saturating')
  if (verdict.verdict !== 'bounded' || trend === null || trend === undefined) return []
  return [
    {
      isolate: evidence.isolate,
      title: boundedTitle(evidence),
      ceilingBytes: trend.ceiling?.value ?? null,
      ceilingLowBytes: trend.ceiling?.low ?? null,
      ceilingHighBytes: trend.ceiling?.high ?? null,
      says: trend.says,
    },
  ]
}

/** A queue has no ceiling of its own: how far it fills depends on how long the load lasts. */
function drains(lead: Lead, evidence: IsolateEvidence): BoundedGrowth {
  return {
    isolate: evidence.isolate,
    title: backlog.title(lead),
    ceilingBytes: null,
    ceilingLowBytes: null,
    ceilingHighBytes: null,
    says: `${backlogReason(lead)}. ${backlog.advice(lead)}`,
  }
}

/** The biggest lead that has a name of its own, which a stack or a list of handles has not. */
function boundedTitle(evidence: IsolateEvidence): string {
  const named = evidence.snapshots?.leads.find(
    ({ holder }) => holder.edge === 'context' || holder.edge === 'property',
  )
  return named === undefined
    ? 'The post-GC floor levels off'
    : `${named.holder.namedClass} ${named.holder.name} fills and levels off`
}
