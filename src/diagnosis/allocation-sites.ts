// Who added what stays: sampled allocations that survived, by the position in their stack that tells most.

import type { AllocationSite, LiveSite, StackFrame } from '../protocol/index.ts'
import type { PlacedPosition, SourceLookup } from './evidence.ts'
import type { Lead } from './lead/lead.ts'
import { scriptPath } from './script-names.ts'

const SHOWN = 3
const SMALLEST_SHARE = 0.03
const STATEMENT_WEIGHT = 3

interface Candidate {
  readonly frame: StackFrame
  readonly placed: PlacedPosition
  bytes: number
  weight: number
}

/**
 * The positions that allocated the surviving bytes, most telling first. Of each stack two frames count: the
 * innermost one outside Node, and the innermost one of the program's own code. Frames in the scripts that the
 * lead's path runs through weigh more; within a function the first statement that matches `adding` is shown. Shares are
 * of all surviving bytes and may overlap. O(sites × frames).
 */
export function allocationSites(
  lead: Lead,
  sites: readonly LiveSite[],
  lookup: SourceLookup,
  adding: readonly RegExp[] = [],
): AllocationSite[] {
  return survivingSites(scriptsOf(lead), sites, lookup, adding)
}

/** The same where the scripts that weigh more are known, or none do. */
export function survivingSites(
  scripts: ReadonlySet<string>,
  sites: readonly LiveSite[],
  lookup: SourceLookup,
  adding: readonly RegExp[] = [],
): AllocationSite[] {
  const candidates = new Map<string, Candidate>()
  let total = 0
  for (const site of sites) {
    const bytes = site.survivorBytes > 0 ? site.survivorBytes : site.liveBytes * 0.01
    const frames = tellingFrames(site.stack, scripts, lookup)
    if (frames.length === 0) continue
    total += bytes
    const seen = new Set<string>()
    for (const { frame, placed, weight } of frames) {
      const key = `${placed.source.file}:${placed.source.line}:${frame.function}`
      if (seen.has(key)) continue
      seen.add(key)
      const known = candidates.get(key)
      if (known === undefined) candidates.set(key, { frame, placed, bytes, weight })
      else known.bytes += bytes
    }
  }
  const ranked = [...candidates.values()]
    .filter((candidate) => candidate.bytes >= SMALLEST_SHARE * total)
    .map((candidate) => ({ candidate, statement: statementOf(candidate, lookup, adding) }))
    .sort((a, b) => score(b) - score(a))
    .map(({ candidate, statement }) => allocationSite(candidate, total, statement))
  return ranked.slice(0, SHOWN)
}

/** A function with a statement that adds to the holder tells most. */
function score(one: { candidate: Candidate; statement: PlacedPosition | null }): number {
  const { bytes, weight } = one.candidate
  return bytes * weight * (one.statement === null ? 1 : STATEMENT_WEIGHT)
}

/** V8 knows the function that allocated; the statement in it that adds to the holder is found in its text. */
function statementOf(
  { frame }: Candidate,
  lookup: SourceLookup,
  adding: readonly RegExp[],
): PlacedPosition | null {
  const start = { script: frame.url, line: frame.line, column: frame.column }
  return adding.length === 0 ? null : lookup.statement(start, adding)
}

function allocationSite(
  candidate: Candidate,
  total: number,
  statement: PlacedPosition | null,
): AllocationSite {
  const placed = statement ?? candidate.placed
  return {
    function: candidate.frame.function === '' ? '(anonymous)' : candidate.frame.function,
    ...placed.source,
    package: placed.package,
    share: total === 0 ? 0 : candidate.bytes / total,
    excerpt: placed.excerpt,
  }
}

/**
 * The frames of a stack that tell where its bytes come from: the innermost one outside Node, those in `scripts`, and the
 * innermost one of the program's own code.
 */
export function tellingFrames(
  stack: readonly StackFrame[],
  scripts: ReadonlySet<string>,
  lookup: SourceLookup,
): { frame: StackFrame; placed: PlacedPosition; weight: number }[] {
  const found: { frame: StackFrame; placed: PlacedPosition; weight: number }[] = []
  let own = false
  for (const frame of stack) {
    if (frame.url === '' || frame.url.startsWith('node:')) continue
    const inPath = scripts.has(scriptPath(frame.url))
    const placed = lookup.place({ script: frame.url, line: frame.line, column: frame.column })
    if (placed === null) continue
    const ownCode = placed.package === null
    if (found.length > 0 && !inPath && (!ownCode || own)) continue
    found.push({ frame, placed, weight: inPath ? 2 : 1 })
    own ||= ownCode
    if (own && found.length >= 2) break
  }
  return found.slice(0, 3)
}

/** Scripts of the functions and classes on the path and in what grew. */
function scriptsOf(lead: Lead): Set<string> {
  const scripts = new Set<string>()
  for (const step of lead.steps)
    if (step.position !== null) scripts.add(scriptPath(step.position.script))
  for (const row of lead.composition) {
    if (row.position !== null) scripts.add(scriptPath(row.position.script))
  }
  if (lead.holder.position !== null) scripts.add(scriptPath(lead.holder.position.script))
  return scripts
}

/** What a statement that adds may look like, surest first. */
export interface AddingPatterns {
  /** Names the holder itself. */
  readonly naming: readonly RegExp[]
  /** Fits the cause. */
  readonly cause: readonly RegExp[]
  /** Fits the holder's class. */
  readonly holder: readonly RegExp[]
}

/** Sampled functions whose scripts are searched, too. */
const MOST_SAMPLED = 8

/**
 * Where the source of what is on the path adds to the holder, though no sample fell there: what is added is often
 * allocated elsewhere. The scripts of the grown objects and of the holder are searched, then those of the sampled
 * functions, where the class of the holder alone says too little. At most one site.
 */
export function sitesByText(
  lead: Lead,
  sites: readonly LiveSite[],
  lookup: SourceLookup,
  adding: AddingPatterns,
): AllocationSite[] {
  const near = nearScripts(lead)
  const sampled = sampledScripts(sites).filter((script) => !near.includes(script))
  const searches: readonly (readonly [readonly RegExp[], readonly string[]])[] = [
    [adding.naming, [...near, ...sampled]],
    [adding.cause, [...near, ...sampled]],
    [adding.holder, near],
  ]
  for (const [patterns, scripts] of searches) {
    for (const script of scripts) {
      const placed = patterns.length === 0 ? null : lookup.search(script, patterns)
      if (placed === null) continue
      const { source, excerpt } = placed
      return [
        { function: '(by its text)', ...source, package: placed.package, share: null, excerpt },
      ]
    }
  }
  return []
}

function nearScripts(lead: Lead): string[] {
  const scripts = [
    lead.grownPosition?.script,
    lead.steps.at(-1)?.position?.script,
    ...lead.composition.map((row) => row.position?.script),
    lead.holder.position?.script,
  ]
  return [...new Set(scripts.filter(isProgram))]
}

/** Scripts that the biggest surviving allocations came through, Node's own left out. O(sites · log sites). */
export function sampledScripts(sites: readonly LiveSite[]): string[] {
  const biggest = sites.toSorted((a, b) => b.survivorBytes - a.survivorBytes).slice(0, MOST_SAMPLED)
  const scripts = biggest.flatMap((site) => site.stack.map((frame) => frame.url))
  return [...new Set(scripts.filter((url) => url !== '' && isProgram(url)))]
}

function isProgram(script: string | undefined): script is string {
  return script !== undefined && !script.startsWith('node:')
}
