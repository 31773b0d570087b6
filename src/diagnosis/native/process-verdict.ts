// The verdict on the memory of a process outside its isolates. Resident memory alone never accuses: `leaking` needs native
// memory in use that grows with the work, and a second witness for it.

import type { Verdict } from '../../protocol/index.ts'
import type { Trend } from '../../series/index.ts'
import { clause } from '../verdict/clause.ts'
import { trendGrows } from '../verdict/witnesses.ts'
import { blockGrowth } from './block-growth.ts'
import type { BlockGrowth } from './block-growth.ts'
import { besides } from './grown-beside.ts'
import type { GrownBeside } from './grown-beside.ts'
import type { ProcessEvidence } from './process-evidence.ts'

/** Growth below either is not told from thread pools, caches of libraries and compiled code. */
const MATERIAL_BYTES = 3_000_000
const MATERIAL_SHARE = 0.03
/** Without a second witness growth must be this large to be worth a suspicion. */
const SUSPECT_BYTES = 16_000_000
const SUSPECT_SHARE = 0.15
/** Blocks that grew in every round must explain this share of the growth. */
const EXPLAINS = 0.4
/** Native memory that grows slower than an isolate that leaks is taken for what its objects own. */
const OUTGROWS = 1.5
/** Free memory is worth a word above this, and this share of the resident memory. */
const FREE_BYTES = 32_000_000
const FREE_SHARE = 0.2
const HOUR_MS = 3_600_000

export interface ProcessJudgement {
  readonly verdict: Verdict
  readonly says: string
  /** What the verdict `leaking` or `suspect` is about; `null` with the others. */
  readonly about: 'native' | 'fragmentation' | null
  readonly trend: Trend | null
  readonly grownBytes: number
  readonly blocks: BlockGrowth
  readonly beside: GrownBeside
}

/** O(readings × sizes). */
export function judgeProcess(evidence: ProcessEvidence): ProcessJudgement {
  const native = growing(evidence.native, evidence)
  if (native !== null) return judgeNative(evidence, native)
  const free = growing(evidence.nativeFree, evidence)
  if (free !== null && free.bytes >= SUSPECT_BYTES) return judgeFree(evidence, free)
  return plain(evidence, ...quiet(evidence))
}

interface Growth {
  readonly trend: Trend
  readonly bytes: number
}

function judgeNative(evidence: ProcessEvidence, growth: Growth): ProcessJudgement {
  const { trend, bytes } = growth
  const blocks = blockGrowth(evidence, trend.warmUpEndsAtMs)
  const beside = besides(evidence)
  const says = `Native memory in use: ${rest(trend)}`
  const parts = { trend, grownBytes: bytes, blocks, beside }
  const isolates = evidence.isolates.filter((one) => one.verdict === 'leaking')
  const owned = isolates.reduce((sum, one) => sum + one.bytesPerHour, 0)
  if (owned > 0 && trend.slopePerHour.value < OUTGROWS * owned) {
    const whose = isolates.map((one) => one.id).join(', ')
    return {
      ...parts,
      verdict: 'inconclusive',
      says: `${clause(says)}; so does the heap of ${whose}, whose objects may own it: mend that first`,
      about: null,
    }
  }
  const explained = blocks.bytes >= EXPLAINS * bytes
  const named = beside.resources.length + beside.queues.length + beside.owners.length > 0
  if (explained || named) {
    return { ...parts, verdict: 'leaking', says, about: 'native' }
  }
  if (bytes >= SUSPECT_BYTES && bytes >= SUSPECT_SHARE * lastOf(evidence.rssBytes)) {
    return { ...parts, verdict: 'suspect', says, about: 'native' }
  }
  return {
    ...parts,
    verdict: 'inconclusive',
    says: `${clause(says)}, but no size of block grew in every round: warm-up is not ruled out`,
    about: null,
  }
}

function judgeFree(evidence: ProcessEvidence, growth: Growth): ProcessJudgement {
  const { trend, bytes } = growth
  const outgrowsUse = bytes > 2 * Math.max(0, spread(evidence.nativeBytes))
  const says = `Memory that the allocator keeps free: ${rest(trend)}`
  return {
    ...plain(evidence, outgrowsUse ? 'suspect' : 'bounded', says),
    about: outgrowsUse ? 'fragmentation' : null,
    trend,
    grownBytes: bytes,
  }
}

/** What is said where nothing outside the isolates grows for sure. */
function quiet(evidence: ProcessEvidence): [Verdict, string] {
  const { rss, native } = evidence
  const free = lastOf(evidence.nativeFreeBytes)
  const resident = lastOf(evidence.rssBytes)
  if (free >= FREE_BYTES && free >= FREE_SHARE * resident) {
    const of = `${megabytes(free)} of ${megabytes(resident)} resident memory`
    return ['bounded', `${of} is free: the allocator keeps it for later, and does not take more`]
  }
  if (native === null && evidence.nativeBytes.length === 0 && evidence.atMs.length > 2) {
    return ['inconclusive', 'Native memory could not be told from free memory here']
  }
  if (native === null) return ['inconclusive', 'There were too few readings of its memory']
  if (native.shape === 'saturating') return ['bounded', `Native memory in use: ${rest(native)}`]
  if (native.shape === 'undecided') return ['inconclusive', `Native memory in use: ${rest(native)}`]
  if (rss?.shape === 'growing' || rss?.shape === 'saturating') {
    return [
      'stable',
      'Native memory in use does not grow; what of the resident memory grows is in the other parts',
    ]
  }
  return ['stable', 'Neither native memory in use nor resident memory grows']
}

function plain(evidence: ProcessEvidence, verdict: Verdict, says: string): ProcessJudgement {
  return {
    verdict,
    says,
    about: null,
    trend: null,
    grownBytes: 0,
    blocks: { rounds: 0, steady: [], bytes: 0 },
    beside: besides(evidence),
  }
}

/** Growth that goes on and matters. */
function growing(trend: Trend | null, evidence: ProcessEvidence): Growth | null {
  if (!trendGrows(trend)) return null
  const hours = (lastOf(evidence.atMs) - trend.warmUpEndsAtMs) / HOUR_MS
  const bytes = trend.slopePerHour.value * hours
  const material = Math.max(MATERIAL_BYTES, MATERIAL_SHARE * lastOf(evidence.rssBytes))
  return bytes >= material ? { trend, bytes } : null
}

/** A trend's sentence without its subject, which every trend has as its first words. */
function rest(trend: Trend): string {
  const sentence = clause(trend.says)
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1)
}

function spread(values: readonly number[]): number {
  return lastOf(values) - (values[0] ?? 0)
}

function lastOf(values: readonly number[]): number {
  return values.at(-1) ?? 0
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
