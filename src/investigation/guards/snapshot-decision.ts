// Whether a snapshot is taken now, and how: a pure function of the facts, so that every refusal can be tested and told.

import type { Obstacle } from '../../protocol/index.ts'
import type { CareRules } from './care.ts'
import type { DiskRoom } from './disk-room.ts'
import type { MemoryRoom } from './memory-room.ts'
import type { SnapshotCost, Way } from './snapshot-cost.ts'

/** What is known just before a snapshot. */
export interface SnapshotFacts {
  /** What switched Tidemark off, in a clause; `null` where nothing has. */
  readonly offBy: string | null
  readonly inProcess: SnapshotCost
  /** A fork without numbered objects, and one with. */
  readonly fork: SnapshotCost
  readonly numberedFork: SnapshotCost
  /** Why the process cannot be forked, in a clause; `null` where it can. */
  readonly noFork: string | null
  /** How long numbering stops the process, ms. */
  readonly numberingMs: number
  /** Memory that the numbers take, which stays with the process. */
  readonly numberedMemoryBytes: number
  /** Whether an earlier snapshot was taken without numbers, so that they no longer help. */
  readonly withoutIds: boolean
  /** The process's room, and Tidemark's own, which has to read what was written. */
  readonly memory: MemoryRoom
  readonly ownMemory: MemoryRoom
  /** What V8 may still let the heap grow by, in bytes. */
  readonly heapRoomBytes: number
  /** `null` where it cannot be asked. */
  readonly disk: DiskRoom | null
  /** How long the process has run, and how long it has been watched, ms. */
  readonly uptimeMs: number
  readonly elapsedMs: number
  /** Snapshots of this process within the last hour, and their pause since the watch began, ms. */
  readonly takenThisHour: number
  readonly spentMs: number
  /** Whether another snapshot of this user is under way on this machine. */
  readonly otherUnderWay: boolean
  /** How late the event loop came lately, ms; `null` where it is not known. */
  readonly loopDelayMs: number | null
  /** How long this snapshot has waited for a quiet moment, ms. */
  readonly waitedMs: number
}

export interface SnapshotLimits {
  readonly rules: CareRules
  /** Longest single pause that may be predicted, ms. */
  readonly maxPauseMs: number
  readonly mostAnHour: number
  /** Share of the running time that pauses for snapshots may take, 0 to 1. */
  readonly share: number
}

export type SnapshotDecision =
  | {
      readonly kind: 'go'
      readonly way: Way
      readonly keepIds: boolean
      /** Whether the process may write it itself where the fork fails. */
      readonly mayFallBack: boolean
      readonly cost: SnapshotCost
    }
  | {
      /** `smaller`: only what samples cost; `wait`: it will fit later by itself; `refuse`: not even sampling. */
      readonly kind: 'smaller' | 'wait' | 'refuse'
      readonly obstacle: Obstacle
      /** What the way that came nearest would have cost. */
      readonly cost: SnapshotCost
    }

/** With less than this no profile is kept either: the program is about to die, and needs what is left. */
const LEAST_ROOM_BYTES = 16e6
/** Part of a limit that stays free beside a snapshot, for the program's own ups and downs. */
const RESERVE_SHARE = 0.05
const RESERVE_BYTES = 32e6
const DISK_RESERVE_BYTES = 64e6
/** Tidemark's own memory by bytes of the file it reads. */
const READING_FACTOR = 1.5
/** A fork this short is made even where the event loop is never quiet, ms. */
const SHORT_FORK_MS = 100

/** The decision. Where several ways fit, the one that suits the care best; where none does, what is in the way of the first. */
export function decideSnapshot(facts: SnapshotFacts, limits: SnapshotLimits): SnapshotDecision {
  const keepIds =
    !facts.withoutIds &&
    facts.numberingMs <= limits.rules.numberingPauseMs &&
    !shortensLife(facts.numberedMemoryBytes, facts, limits)
  const ways = waysOf(facts, limits, keepIds)
  const first = ways[0] ?? facts.inProcess
  if (facts.offBy !== null) return { kind: 'refuse', obstacle: 'off', cost: first }
  if (isExhausted(facts.memory)) return { kind: 'refuse', obstacle: 'memory', cost: first }
  const obstacles = ways.map((cost) => obstacleOf(cost, facts, limits))
  const found = ways.find((_, at) => obstacles[at] === null)
  if (found === undefined) {
    // What passes by itself is waited for, though a plainer way would never fit.
    const at = Math.max(0, obstacles.indexOf('share'))
    const obstacle = obstacles[at] ?? 'pause'
    const kind = obstacle === 'share' ? 'wait' : 'smaller'
    return { kind, obstacle, cost: ways[at] ?? first }
  }
  const passing = passingObstacle(found, facts, limits)
  if (passing !== null) return { kind: 'wait', obstacle: passing, cost: found }
  const other = ways.findIndex((cost) => cost.way === 'in-process')
  return {
    kind: 'go',
    way: found.way,
    keepIds: found.way === 'in-process' || keepIds,
    mayFallBack: found.way === 'fork' && obstacles[other] === null,
    cost: found,
  }
}

/** Whether allocations may be sampled: nearly free, but not where the last megabytes are left. */
export function maySample(facts: Pick<SnapshotFacts, 'offBy' | 'memory'>): boolean {
  return facts.offBy === null && !isExhausted(facts.memory)
}

function isExhausted(room: MemoryRoom): boolean {
  return room.of !== 'machine' && room.bytes < LEAST_ROOM_BYTES
}

function waysOf(
  facts: SnapshotFacts,
  { rules }: SnapshotLimits,
  keepIds: boolean,
): readonly SnapshotCost[] {
  const { inProcess, noFork } = facts
  if (noFork !== null) return [inProcess]
  const fork = keepIds ? facts.numberedFork : facts.fork
  return inProcess.pauseMs <= rules.plainPauseMs ? [inProcess, fork] : [fork, inProcess]
}

function obstacleOf(
  cost: SnapshotCost,
  facts: SnapshotFacts,
  limits: SnapshotLimits,
): Obstacle | null {
  if (cost.pauseMs > limits.maxPauseMs) return 'pause'
  if (memoryNeeded(cost, facts) > facts.memory.bytes) return 'memory'
  if (cost.stays && shortensLife(cost.memoryBytes, facts, limits)) return 'stays'
  if (readingNeeded(cost, facts) > facts.ownMemory.bytes) return 'own-memory'
  if (facts.disk !== null && diskNeeded(cost) > facts.disk.bytes) return 'disk'
  const allowedMs = limits.rules.snapshotAllowanceMs + limits.share * facts.elapsedMs
  return facts.spentMs > 0 && facts.spentMs + cost.pauseMs > allowedMs ? 'share' : null
}

/**
 * Whether memory that stays with the process would be missed by it: where it grows until a limit, it would reach it so much
 * earlier. Where V8's own limit comes first there is room beside the heap that nothing else will use.
 */
function shortensLife(
  stayingBytes: number,
  { memory, heapRoomBytes }: SnapshotFacts,
  { rules }: SnapshotLimits,
): boolean {
  if (memory.of === 'machine' || heapRoomBytes + stayingBytes <= memory.bytes) return false
  return stayingBytes > rules.stayingShare * memory.bytes
}

/** What must be free for it, in bytes. Only where running out would end the program itself is the worst expected. */
export function memoryNeeded(
  cost: SnapshotCost,
  { memory, disk }: Pick<SnapshotFacts, 'memory' | 'disk'>,
): number {
  const isFatal = cost.way === 'in-process' && memory.of !== 'machine'
  const generator = isFatal ? cost.worstMemoryBytes : cost.memoryBytes
  const reserve = Math.min(RESERVE_BYTES, RESERVE_SHARE * memory.limitBytes)
  return generator + reserve + (disk?.isMemory === true ? cost.fileBytes : 0)
}

/** What Tidemark itself needs to read it; in one container with the process, beside what stays there. */
function readingNeeded(cost: SnapshotCost, { memory, ownMemory }: SnapshotFacts): number {
  const isShared = ownMemory.of === memory.of && ownMemory.limitBytes === memory.limitBytes
  return READING_FACTOR * cost.fileBytes + (isShared && cost.stays ? cost.memoryBytes : 0)
}

/** The file, and something for everybody else. */
export function diskNeeded(cost: SnapshotCost): number {
  return cost.fileBytes + DISK_RESERVE_BYTES
}

/** What stands in the way of one that would fit. */
function passingObstacle(
  cost: SnapshotCost,
  facts: SnapshotFacts,
  limits: SnapshotLimits,
): Obstacle | null {
  const { rules } = limits
  if (facts.uptimeMs < rules.leastUptimeMs) return 'start'
  if (facts.takenThisHour >= limits.mostAnHour) return 'hour'
  if (facts.otherUnderWay && cost.durationMs >= rules.aloneFromMs) return 'other'
  const isBusy = rules.busyDelayMs !== null && (facts.loopDelayMs ?? 0) > rules.busyDelayMs
  const isPatient = facts.waitedMs < rules.longestWaitMs || cost.pauseMs > SHORT_FORK_MS
  return isBusy && isPatient ? 'busy' : null
}
