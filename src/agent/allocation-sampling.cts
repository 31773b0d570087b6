// Sampled live allocations by stack: V8's sampling heap profiler through an inspector session inside the process
// (no port, nothing listens). A reading collects garbage first, so that only live objects count.

import type { LiveSite, StackFrame } from '../protocol/index.ts'
import { localSession } from './inspector-session.cts'
import type { LocalSession } from './inspector-session.cts'

const FRAME_LIMIT = 40
const SITE_LIMIT = 200

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
  let highestOrdinal = 0
  const sites = ({ head, samples }: Profile): readonly LiveSite[] => {
    const survivorLimit = highestOrdinal
    for (const sample of samples) highestOrdinal = Math.max(highestOrdinal, sample.ordinal)
    return liveSites({ head, samples }, survivorLimit)
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
  readonly stack: readonly StackFrame[]
  liveBytes: number
  liveSamples: number
  survivorBytes: number
}

function liveSites(profile: Profile, survivorLimit: number): readonly LiveSite[] {
  const stacks = stacksByNode(profile.head)
  const sites = new Map<string, SiteTotal>()
  for (const { nodeId, size, ordinal } of profile.samples) {
    const stack = stacks.get(nodeId)
    if (stack === undefined || stack.some(isAgentFrame)) continue
    // Stacks that differ only beyond the limit are one site.
    const key = JSON.stringify(stack)
    const site = sites.get(key) ?? { stack, liveBytes: 0, liveSamples: 0, survivorBytes: 0 }
    sites.set(key, site)
    site.liveBytes += size
    site.liveSamples += 1
    if (ordinal <= survivorLimit) site.survivorBytes += size
  }
  return [...sites.values()].sort((a, b) => b.liveBytes - a.liveBytes).slice(0, SITE_LIMIT)
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
