// Sampled live allocations by stack: V8's sampling heap profiler through an inspector session inside the process
// (no port, nothing listens). A reading collects garbage first, so that only live objects count.

import { performance } from 'node:perf_hooks'
import type { LiveSite, SiteCohort, StackFrame } from '../protocol/index.ts'
import { localSession } from './inspector-session.cts'
import type { LocalSession } from './inspector-session.cts'

const FRAME_LIMIT = 40
const SITE_LIMIT = 200
/** Readings whose live allocations are followed: the first ones after so long, ms. */
const COHORTS_AFTER_MS: readonly number[] = [4000, 12_000, 36_000]

/** A running sampling profiler. */
export interface AllocationSampling {
  readonly intervalBytes: number
  /** Live sites, biggest first, at most 200; costs one full collection. */
  readonly read: () => readonly LiveSite[]
  /** The last reading; the profiler is off afterwards. */
  readonly stop: () => readonly LiveSite[]
}

/**
 * Starts the profiler, one sample per `intervalBytes` on average. Throws where this Node has no inspector, and where somebody
 * else samples already: V8 has one such profiler an isolate, and to stop it would stop theirs.
 */
export function startAllocationSampling(intervalBytes: number): AllocationSampling {
  const session = localSession()
  const profile = (method: string): Profile =>
    (session.post(method, {}) as { readonly profile: Profile }).profile
  if (isSampling(session)) throw new Error('allocations are sampled by another profiler')
  session.post('HeapProfiler.startSampling', { samplingInterval: intervalBytes })
  const startedAt = performance.now()
  const cohorts: Cohort[] = []
  let highestOrdinal = 0
  const sites = ({ head, samples }: Profile): readonly LiveSite[] => {
    const survivorLimit = highestOrdinal
    for (const sample of samples) highestOrdinal = Math.max(highestOrdinal, sample.ordinal)
    const atMs = performance.now() - startedAt
    const live = siteTotals({ head, samples }, { survivorLimit, cohorts })
    const shown = [...live.values()].sort((a, b) => b.liveBytes - a.liveBytes).slice(0, SITE_LIMIT)
    const told = shown.map((site) => liveSite(site, cohorts, atMs))
    const dueMs = COHORTS_AFTER_MS[cohorts.length] ?? Infinity
    if (atMs >= dueMs) cohorts.push(cohortOf(live, highestOrdinal, atMs))
    return told
  }
  return {
    intervalBytes,
    read: () => sites(profile('HeapProfiler.getSamplingProfile')),
    stop: () => sites(profile('HeapProfiler.stopSampling')),
  }
}

/** V8 refuses a profile where none is being made. */
function isSampling(session: LocalSession): boolean {
  try {
    session.post('HeapProfiler.getSamplingProfile', {})
    return true
  } catch {
    return false
  }
}

/** What the inspector answers; `samples` is missing in Node's own types. */
interface Profile {
  readonly head: ProfileNode
  readonly samples: readonly {
    readonly nodeId: number
    /** Bytes that the sample stands for. */
    readonly size: number
    /** Rises with time of allocation. */
    readonly ordinal: number
  }[]
}

interface ProfileNode {
  readonly id: number
  readonly callFrame: {
    readonly functionName: string
    readonly url: string
    readonly lineNumber: number
    readonly columnNumber: number
  }
  readonly children: readonly ProfileNode[]
}

interface SiteTotal {
  readonly key: number
  readonly stack: readonly StackFrame[]
  liveBytes: number
  liveSamples: number
  survivorBytes: number
  /** Of each cohort what is still alive. */
  readonly aliveBytes: number[]
}

/** What was alive at one reading. */
interface Cohort {
  readonly atMs: number
  /** Its samples have this number at most. */
  readonly highestOrdinal: number
  /** By the sites' keys. */
  readonly sites: ReadonlyMap<number, { readonly bytes: number; readonly samples: number }>
}

function cohortOf(
  live: ReadonlyMap<string, SiteTotal>,
  highestOrdinal: number,
  atMs: number,
): Cohort {
  const sites = [...live.values()].map(
    ({ key, liveBytes, liveSamples }) => [key, { bytes: liveBytes, samples: liveSamples }] as const,
  )
  return { atMs, highestOrdinal, sites: new Map(sites) }
}

function siteTotals(
  profile: Profile,
  earlier: { readonly survivorLimit: number; readonly cohorts: readonly Cohort[] },
): ReadonlyMap<string, SiteTotal> {
  const stacks = stacksByNode(profile.head)
  const sites = new Map<string, SiteTotal>()
  for (const { nodeId, size, ordinal } of profile.samples) {
    const stack = stacks.get(nodeId)
    if (stack === undefined || stack.some(isAgentFrame)) continue
    // Stacks that differ only beyond the limit are one site.
    const name = JSON.stringify(stack)
    const site = sites.get(name) ?? emptySite(hash(name), stack)
    sites.set(name, site)
    site.liveBytes += size
    site.liveSamples += 1
    if (ordinal <= earlier.survivorLimit) site.survivorBytes += size
    for (const [at, cohort] of earlier.cohorts.entries()) {
      if (ordinal <= cohort.highestOrdinal) site.aliveBytes[at] = (site.aliveBytes[at] ?? 0) + size
    }
  }
  return sites
}

function emptySite(key: number, stack: readonly StackFrame[]): SiteTotal {
  return { key, stack, liveBytes: 0, liveSamples: 0, survivorBytes: 0, aliveBytes: [] }
}

function liveSite(site: SiteTotal, cohorts: readonly Cohort[], atMs: number): LiveSite {
  const { stack, liveBytes, liveSamples, survivorBytes } = site
  const followed = cohorts.map((cohort, at): SiteCohort => {
    const { bytes, samples } = cohort.sites.get(site.key) ?? { bytes: 0, samples: 0 }
    return { bytes, samples, aliveBytes: site.aliveBytes[at] ?? 0, ageMs: atMs - cohort.atMs }
  })
  const told = { stack, liveBytes, liveSamples, survivorBytes }
  return followed.length === 0 ? told : { ...told, cohorts: followed }
}

/** FNV-1a: a cohort keeps a number of each stack, not its text. */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) {
    state = Math.imul(state ^ text.charCodeAt(at), 0x01000193) >>> 0
  }
  return state
}

function stacksByNode(head: ProfileNode): ReadonlyMap<number, readonly StackFrame[]> {
  const stacks = new Map<number, readonly StackFrame[]>()
  const open: { node: ProfileNode; outer: readonly StackFrame[] }[] = [{ node: head, outer: [] }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { functionName, url, lineNumber, columnNumber } = next.node.callFrame
    const isRoot = next.node === head
    const frame = { function: functionName, url, line: lineNumber + 1, column: columnNumber + 1 }
    const stack = isRoot ? [] : [frame, ...next.outer].slice(0, FRAME_LIMIT)
    stacks.set(next.node.id, stack)
    for (const child of next.node.children) open.push({ node: child, outer: stack })
  }
  return stacks
}

function isAgentFrame(frame: StackFrame): boolean {
  return frame.url.includes(__dirname)
}
