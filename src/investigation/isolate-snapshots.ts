// The snapshots of one isolate: each is wanted by the watch, decided on by the guards, taken in its turn, and handed to the
// analysis, which goes on beside the watch.

import type { SnapshotEvidence } from '../diagnosis/index.ts'
import { TidemarkError } from '../protocol/index.ts'
import type { OperationKind, SnapshotResult } from '../protocol/index.ts'
import type { Analysis } from './analysis.ts'
import type { Exclusively } from './exclusive.ts'
import { workAt } from './floor-series.ts'
import type { Decided, ProcessGuards } from './guards/process-guards.ts'
import type { HeapSize } from './guards/snapshot-cost.ts'
import type { PauseBudget } from './pause-budget.ts'
import type { Probe } from './probe.ts'
import { ENOUGH_SNAPSHOTS } from './snapshot-policy.ts'

/** A snapshot that takes this many times as long as predicted is given up, but none before the shortest time, ms. */
const PATIENCE = 10
const SHORTEST_DEADLINE_MS = 120_000
const LONGEST_DEADLINE_MS = 900_000
/** After so many forks that failed the process is not forked again. */
const MOST_FAILED_FORKS = 2

export interface SnapshotRecord {
  readonly atMs: number
  readonly pauseMs: number
  readonly bytes: number
  readonly levelBytes: number
  /** Objects past their declared end, as the program's own count says. */
  readonly overdueObjects: number
  readonly way: SnapshotResult['way']
  readonly operations: SnapshotResult['operations']
}

export interface SnapshotsContext {
  readonly id: string
  readonly budget: PauseBudget
  readonly guards: ProcessGuards
  readonly analysis: Analysis
  readonly exclusively: Exclusively
  readonly nowMs: () => number
  readonly operation: () => OperationKind
  readonly onEvidence: (evidence: SnapshotEvidence) => void
}

/** A snapshot that would tell something now. */
export interface SnapshotWish extends Omit<HeapSize, 'keepIds'> {
  readonly probe: Probe
  readonly levelBytes: number
  readonly overdueObjects: number
  /** What V8 may still let the heap grow by. */
  readonly heapRoomBytes: number
  readonly loopDelayMs: number | null
  /** The last chance: the share of the time that snapshots may take does not count. */
  readonly isLast?: boolean
  /** It may stay the only one: what is big in it is looked for. */
  readonly mayStayAlone?: boolean
  /** Called once a copy of the process is to write it, so that the program goes on meanwhile. */
  readonly onCopy?: () => void
}

export class IsolateSnapshots {
  readonly #context: SnapshotsContext
  readonly #taken: SnapshotRecord[] = []
  readonly #notes = new Set<string>()
  /** Why there is no snapshot, until there is one. */
  #refusal: string | null = null
  /** What the last one that was wanted waits for. */
  #waitsFor: string | null = null
  #waitsSinceMs: number | null = null
  #isUnderWay = false
  #withoutIds = false
  #failedForks = 0
  #forkFailure: string | null = null

  constructor(context: SnapshotsContext) {
    this.#context = context
  }

  get taken(): readonly SnapshotRecord[] {
    return this.#taken
  }

  /** Whether V8 writes one at the moment, which takes memory of its own. */
  get isUnderWay(): boolean {
    return this.#isUnderWay
  }

  get notes(): readonly string[] {
    return this.#refusal === null ? [...this.#notes] : [...this.#notes, this.#refusal]
  }

  /** That a snapshot waited in vain, where there are too few for a verdict; else `null`. */
  get postponed(): string | null {
    if (this.#waitsFor === null || this.#taken.length >= ENOUGH_SNAPSHOTS) return null
    const which = this.#taken.length === 0 ? 'A snapshot' : 'A further snapshot'
    return `${which} of ${this.#context.id} was put off: ${this.#waitsFor}.`
  }

  /** Takes one where the guards let it, and says whether it was taken. Rejects where the process does not answer. */
  async take(wish: SnapshotWish): Promise<boolean> {
    const { guards } = this.#context
    const decided = await this.#decide(wish)
    if (decided.decision.kind !== 'go') {
      this.#putOff(decided)
      return false
    }
    const { decision } = decided
    const deadlineMs = Math.max(SHORTEST_DEADLINE_MS, PATIENCE * decision.cost.durationMs)
    const order = {
      way: decision.mayFallBack ? ('auto' as const) : decision.way,
      keepIds: decision.keepIds,
      timeoutMs: Math.min(LONGEST_DEADLINE_MS, deadlineMs),
    }
    const result = await guards.inTurn(decision.cost.durationMs, () =>
      this.#order(wish, order, decision.way === 'fork'),
    )
    if (result === null) return false
    this.#record(wish, result, decision.keepIds)
    return true
  }

  async #decide(wish: SnapshotWish): Promise<Decided> {
    const { budget, guards, nowMs, id } = this.#context
    const ways = await wish.probe.snapshotWays().catch((error: unknown) => ({
      fork: messageOf(error),
      rssBytes: 0,
    }))
    const waitsSinceMs = this.#waitsSinceMs ?? nowMs()
    return guards.decide({
      isolate: id,
      heapBytes: wish.heapBytes,
      heapRoomBytes: wish.heapRoomBytes,
      rssBytes: Math.max(wish.rssBytes, ways.rssBytes),
      costs: budget.costs,
      spentMs: wish.isLast === true ? 0 : budget.snapshotMs,
      share: budget.snapshotShare,
      elapsedMs: nowMs(),
      noFork: this.#failedForks >= MOST_FAILED_FORKS ? this.#forkFailure : ways.fork,
      withoutIds: this.#withoutIds,
      loopDelayMs: wish.loopDelayMs,
      waitedMs: nowMs() - waitsSinceMs,
    })
  }

  /** What a copy of the process writes hinders no other question to it. */
  async #order(
    { probe, onCopy }: SnapshotWish,
    order: Parameters<Probe['snapshot']>[0],
    byCopy: boolean,
  ): Promise<SnapshotResult> {
    this.#isUnderWay = true
    try {
      const ask = (): Promise<SnapshotResult> => probe.snapshot(order)
      if (!byCopy) return await this.#context.exclusively(ask)
      onCopy?.()
      return await ask()
    } catch (error) {
      this.#fail(error, order)
      throw error
    } finally {
      this.#isUnderWay = false
    }
  }

  /** What failed is not tried for ever, and what was given up is told. */
  #fail(error: unknown, order: Parameters<Probe['snapshot']>[0]): void {
    const { id } = this.#context
    const code = error instanceof TidemarkError ? error.code : 'INTERNAL'
    if (code === 'TARGET_SILENT') {
      const seconds = Math.round(order.timeoutMs / 1000)
      this.#notes.add(`A snapshot of ${id} was given up, for it was not done after ${seconds} s.`)
    }
    if (code !== 'TARGET_REFUSED') return
    if (order.way === 'fork') this.#forkFailed(messageOf(error))
    this.#notes.add(`A snapshot of ${id} failed: ${messageOf(error)}`)
  }

  #forkFailed(reason: string): void {
    this.#failedForks += 1
    this.#forkFailure = reason
  }

  #record(wish: SnapshotWish, result: SnapshotResult, keepIds: boolean): void {
    const { budget, analysis, id, operation } = this.#context
    const { atMs, pauseMs, bytes, way, operations } = result
    const { heapBytes, rssBytes, levelBytes, overdueObjects } = wish
    budget.spentOnSnapshot(result, { heapBytes, rssBytes, keepIds })
    if (result.fallback !== null && way === 'in-process') this.#forkFailed(result.fallback)
    this.#refusal = null
    this.#waitsFor = null
    this.#waitsSinceMs = null
    this.#withoutIds ||= way === 'fork' && !keepIds
    this.#taken.push({ atMs, pauseMs, bytes, levelBytes, overdueObjects, way, operations })
    const work = workAt({ atMs, operations }, operation())
    analysis
      .submit({
        isolate: id,
        path: result.path,
        atMs,
        work,
        ownIds: this.#withoutIds,
        alone: wish.mayStayAlone === true,
      })
      .then((evidence) => {
        this.#context.onEvidence(evidence)
      })
      .catch((error: unknown) => {
        this.#notes.add(`A snapshot of ${id} could not be read: ${messageOf(error)}`)
      })
  }

  #putOff({ decision, says }: Decided): void {
    const why = says ?? 'it does not fit'
    if (decision.kind === 'wait') {
      this.#waitsFor = why
      this.#waitsSinceMs ??= this.#context.nowMs()
      return
    }
    this.#waitsFor = null
    this.#waitsSinceMs = null
    if (this.#taken.length === 0) this.#refusal = `No snapshot was taken: ${why}.`
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
