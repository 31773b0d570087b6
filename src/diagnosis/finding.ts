// One lead with its witnesses becomes a finding of the report.

import type {
  AllocationSite,
  Cause,
  Detail,
  Finding,
  GrownGroup,
  PathStep,
  WhatIf,
} from '../protocol/index.ts'
import { addingPatterns } from './adding-statements.ts'
import { allocationSites, sampledScripts, sitesByText } from './allocation-sites.ts'
import { ownCaller } from './own-caller.ts'
import { holderPhrase } from './causes/cause-rule.ts'
import { causeOf } from './causes/index.ts'
import type { IsolateEvidence, SourceLookup } from './evidence.ts'
import { falsifiers } from './falsifiers.ts'
import { fingerprint } from './fingerprint.ts'
import { holderOf } from './holder.ts'
import type { Lead, SnapshotEvidence } from './lead/lead.ts'
import { knownLeak } from './known/leak-of-finding.ts'
import { knownRetainer, retainersOnPath } from './known/retainer-of-lead.ts'
import { withLocalName } from './local-variable.ts'
import { leadRate } from './rate.ts'
import { removersOf } from './removers.ts'
import { resourceSites } from './resource-sites.ts'
import { awaitingFrame, recursionHolder, recursionSites } from './recursion-parts.ts'
import type { LeadWitnesses } from './verdict/witnesses.ts'

export interface FindingParts {
  readonly lead: Lead
  readonly witnesses: LeadWitnesses
  readonly evidence: IsolateEvidence
  readonly snapshots: SnapshotEvidence
  readonly lookup: SourceLookup
  readonly confirmed: boolean
}

/** Cost: a few look-ups of source positions. */
export function finding(parts: FindingParts): Finding {
  const { witnesses, evidence, snapshots, lookup } = parts
  const held = withLocalName(parts.lead.holder, lookup)
  const lead = named({ ...parts.lead, holder: held }, evidence)
  const { rule, reason } = causeOf(lead, evidence.facts)
  const alone = witnesses.growth.rounds === 0
  const folded = rule.cause === 'recursion' ? lead.foldedFunction : null
  const added =
    folded === null
      ? addedBy(lead, rule.cause, parts)
      : recursionSites(folded, lookup, evidence.stack)
  const removal = removersOf({
    lead,
    cause: rule.cause,
    evidence,
    lookup,
    adders: sampledScripts(evidence.sites),
  })
  return {
    fingerprint: fingerprint(parts.lead),
    status: parts.confirmed ? 'confirmed' : 'suspect',
    cause: rule.cause,
    where: rule.where,
    isolate: evidence.isolate,
    alsoIn: [],
    title: alone ? bigTitle(lead) : rule.title(lead),
    grows:
      folded === null ? grownGroup(lead, witnesses) : pendingCalls(parts.lead, lead, witnesses),
    rate: leadRate(lead, witnesses.growth, { evidence, snapshots }),
    holder: folded === null ? holderOf(lead, lookup) : recursionHolder(folded, lookup),
    path: pathSteps(lead, lookup),
    faultyStep: lead.faultyStep,
    addedBy: added,
    evidence: [
      ...witnesses.evidence,
      ...(rule.cause === 'unknown' || folded !== null
        ? []
        : [{ kind: 'reachability' as const, supports: true, says: reason }]),
    ],
    advice: { text: rule.advice(lead), docs: docsOf(rule.cause) },
    falsifiers: falsifiers(rule.cause, lead, evidence),
    known: knownLeak({ lead, cause: rule.cause, lookup, addedBy: added }) ?? knownRetainer(lead),
    details: [
      ...(rule.details?.(lead, evidence.facts) ?? []),
      ...heldTwice(lead, lookup),
      ...(removal.none === null ? [] : [{ label: 'removed by', value: removal.none }]),
    ],
    removers: removal.removers,
    whatIf: whatIfOf(lead, witnesses),
  }
}

/** Of a single snapshot, where nothing is known to grow, the share is that of what is retained. */
function whatIfOf(lead: Lead, { growth }: LeadWitnesses): WhatIf | null {
  if (lead.whatIf === null) return null
  const { bytes, objects } = lead.whatIf
  const grown = growth.rounds === 0 ? lead.retainedBytes : growth.bytes
  return {
    freedBytes: bytes,
    freedObjects: objects,
    share: Math.min(1, bytes / Math.max(1, grown)),
  }
}

/** The second place of a fix, where the first alone would free little. */
function heldTwice(lead: Lead, lookup: SourceLookup): Detail[] {
  const second = lead.alsoHeldBy
  if (second === null) return []
  const { description, source } = holderOf({ ...lead, holder: second }, lookup)
  const at = source === null ? '' : `, ${source.file}:${source.line}:${source.column}`
  return [{ label: 'also held by', value: `${description}${at}` }]
}

/** A single snapshot shows what is big, not what grows. */
function bigTitle(lead: Lead): string {
  const megabytes = (lead.retainedBytes / 1e6).toFixed(1)
  return `${holderPhrase(lead)} holds ${megabytes} MB`
}

/**
 * Lines that a hook saw create what stays; sampled sites; one found in the source beside them, unless they show that
 * statement already. Where all of them are in packages, the program's own call into
 * the first package comes second.
 */
function addedBy(lead: Lead, cause: Cause, parts: FindingParts): AllocationSite[] {
  const adding = addingPatterns(lead, cause)
  const { sites } = parts.evidence
  const inFunction = [...adding.naming, ...adding.cause, ...adding.holder]
  const sampled = allocationSites(lead, sites, parts.lookup, inFunction)
  const created = resourceSites(lead, parts.evidence.resourceSites, parts.lookup)
  const known = [...created, ...without(created, sampled)]
  const added = [...known, ...without(known, sitesByText(lead, sites, parts.lookup, adding))]
  const [first, ...others] = added
  const inside = first?.package ?? null
  if (first === undefined || inside === null) return added
  if (others.some((site) => site.package === null)) return added
  return [first, ...ownCaller(inside, sites, parts.lookup), ...others]
}

/** The sites whose line is not among those of `known`. */
function without(
  known: readonly AllocationSite[],
  sites: readonly AllocationSite[],
): AllocationSite[] {
  return sites.filter(
    (site) => !known.some((one) => one.file === site.file && one.line === site.line),
  )
}

/** A function without a name of its own gets the one that V8 infers for a running call. */
function named(lead: Lead, evidence: IsolateEvidence): Lead {
  const folded = lead.foldedFunction
  if (folded === null) return lead
  const name = awaitingFrame(folded, evidence.stack)?.function ?? ''
  if (name === '' || !folded.name.endsWith('(anonymous)')) return lead
  return { ...lead, foldedFunction: { ...folded, name: folded.name.replace('(anonymous)', name) } }
}

/** What a recursion has grown by: its pending calls, all of which end with it, whatever one path dominates. */
function pendingCalls(lead: Lead, shown: Lead, witnesses: LeadWitnesses): GrownGroup {
  const group = grownGroup(lead, witnesses)
  const calls = lead.composition.find((row) => row.className === lead.foldedFunction?.name)
  const bytes = witnesses.growth.bytes
  return {
    ...group,
    className: shown.foldedFunction?.name ?? group.className,
    objects: calls?.objects ?? lead.longestFold,
    retainedBytes: bytes,
    exclusiveBytes: bytes,
  }
}

function grownGroup(lead: Lead, witnesses: LeadWitnesses): GrownGroup {
  return {
    className: lead.grownClass,
    objects: lead.grownCount,
    shallowBytes:
      witnesses.growth.rounds === 0 ? (lead.population.at(-1)?.bytes ?? 0) : witnesses.growth.bytes,
    retainedBytes: lead.retainedBytes,
    exclusiveBytes: lead.exclusiveBytes,
    composition: lead.composition.map(({ className, objects, bytes }) => ({
      className,
      objects,
      bytes,
    })),
  }
}

/** Steps of a path with their places in the author's source. */
export function pathSteps(
  lead: Pick<Lead, 'steps' | 'faultyStep'>,
  lookup: SourceLookup,
): PathStep[] {
  let script: string | null = null
  const kept = new Map(retainersOnPath(lead).map(({ step, rule }) => [step, rule.says]))
  return lead.steps.map(({ nodeType, position, ...rest }, index) => {
    // A variable is shown where it is declared, in the script of the nearest function above it.
    const declared =
      rest.edge === 'context' && script !== null ? lookup.declaration(script, rest.name) : null
    const placed = declared ?? (position === null ? null : lookup.place(position))
    if (position !== null && nodeType !== 'object') script = position.script
    else if (position !== null) script ??= position.script
    const says = rest.status === 'expected' ? kept.get(index) : undefined
    const because = says === undefined ? rest.because : `kept by design: ${says}`
    return { ...rest, because, source: placed?.source ?? null }
  })
}

function docsOf(cause: Cause): string {
  return `docs/causes/${cause}.md`
}
