// The guards of one process: they look at what is there before anything that costs, decide, and keep what was decided
// for the report.

import { readFileSync } from 'node:fs'
import type { GuardDecision } from '../../protocol/index.ts'
import { careRules } from './care.ts'
import type { Care, CareRules } from './care.ts'
import { obstacleSays } from './decision-words.ts'
import { diskRoom } from './disk-room.ts'
import { refusesToBeWatched, switchedOffBy } from './kill-switch.ts'
import { memoryRoom } from './memory-room.ts'
import { runtimeDirectory } from './runtime-directory.ts'
import { decideSnapshot, maySample } from './snapshot-decision.ts'
import type { SnapshotDecision, SnapshotFacts } from './snapshot-decision.ts'
import type { HeapSize, SnapshotCosts } from './snapshot-cost.ts'
import { isOtherUnderWay, takeTurn, takenThisHour } from './snapshot-turns.ts'

/** Linux counts the time since a process was started in hundredths of a second. */
const MS_PER_TICK = 10
/** Decisions of one process that are kept. */
const MOST_DECISIONS = 100

export interface GuardOptions {
  readonly pid: number
  readonly care: Care
  readonly maxPauseMs: number
  /** Most snapshots within an hour; `null` for what the care allows. */
  readonly mostSnapshotsAnHour: number | null
  /** Where snapshots are written. */
  readonly directory: string
}

/** What the guards have to be told of one isolate. */
export interface IsolateFacts {
  readonly isolate: string
  readonly heapBytes: number
  readonly heapRoomBytes: number
  readonly rssBytes: number
  readonly costs: SnapshotCosts
  /** Pause of its account's snapshots so far, ms, and the share of the time that they may take. */
  readonly spentMs: number
  readonly share: number
  readonly elapsedMs: number
  readonly noFork: string | null
  readonly withoutIds: boolean
  readonly loopDelayMs: number | null
  readonly waitedMs: number
}

export interface Decided {
  readonly decision: SnapshotDecision
  /** Why not, in a clause; `null` where it is taken. */
  readonly says: string | null
}

/** One for each process under watch. */
export class ProcessGuards {
  readonly rules: CareRules
  readonly #options: GuardOptions
  readonly #runtime: string | null = runtimeDirectory()
  readonly #refuses: boolean
  readonly #decisions: GuardDecision[] = []

  constructor(options: GuardOptions) {
    this.#options = options
    this.rules = careRules(options.care)
    this.#refuses = refusesToBeWatched(options.pid)
  }

  /** What was decided, each change once, oldest first. */
  get decisions(): readonly GuardDecision[] {
    return this.#decisions
  }

  /** Whether allocations may be sampled. */
  maySample(): boolean {
    return maySample({ offBy: this.#offBy(), memory: memoryRoom(this.#options.pid) })
  }

  /** Whether a collection may be asked for that is expected to take as long as this, ms. */
  mayCollect(expectedMs: number): boolean {
    return this.#offBy() === null && expectedMs <= this.rules.longestCollectionMs
  }

  /** Looks, and decides on a snapshot. Takes some milliseconds. */
  async decide(isolate: IsolateFacts): Promise<Decided> {
    const { maxPauseMs, mostSnapshotsAnHour } = this.#options
    const facts = await this.#facts(isolate)
    const limits = {
      rules: this.rules,
      maxPauseMs,
      mostAnHour: mostSnapshotsAnHour ?? this.rules.mostSnapshotsAnHour,
      share: isolate.share,
    }
    const decision = decideSnapshot(facts, limits)
    const says = obstacleSays(decision, facts, limits)
    this.#keep(isolate, decision, says)
    return { decision, says }
  }

  /** Runs `step`, which takes a snapshot, when it is this process's turn; `null` where it is not. */
  async inTurn<T>(expectedMs: number, step: () => Promise<T>): Promise<T | null> {
    const turn = takeTurn(this.#runtime, this.#options.pid, expectedMs >= this.rules.aloneFromMs)
    if (turn === null) return null
    let taken = false
    try {
      const result = await step()
      taken = true
      return result
    } finally {
      turn.end(taken)
    }
  }

  #offBy(): string | null {
    if (this.#refuses) return 'the variable TIDEMARK_DISABLE of the process'
    return switchedOffBy(this.#runtime)
  }

  async #facts(isolate: IsolateFacts): Promise<SnapshotFacts> {
    const { pid, directory } = this.#options
    const { costs, heapBytes, rssBytes, elapsedMs } = isolate
    const size = (keepIds: boolean): HeapSize => ({ heapBytes, rssBytes, keepIds })
    const inProcess = costs.predict('in-process', size(true))
    return {
      offBy: this.#offBy(),
      inProcess,
      fork: costs.predict('fork', size(false)),
      numberedFork: costs.predict('fork', size(true)),
      numberingMs: costs.numberingMs(heapBytes),
      numberedMemoryBytes: costs.numberedMemoryBytes(heapBytes),
      heapRoomBytes: isolate.heapRoomBytes,
      noFork: isolate.noFork,
      withoutIds: isolate.withoutIds,
      memory: memoryRoom(pid),
      ownMemory: memoryRoom('self'),
      disk: await diskRoom(directory),
      uptimeMs: uptimeMs(pid) ?? elapsedMs,
      elapsedMs,
      takenThisHour: takenThisHour(this.#runtime, pid),
      spentMs: isolate.spentMs,
      otherUnderWay: isOtherUnderWay(this.#runtime),
      loopDelayMs: isolate.loopDelayMs,
      waitedMs: isolate.waitedMs,
    }
  }

  #keep(isolate: IsolateFacts, decision: SnapshotDecision, says: string | null): void {
    const last = this.#decisions.findLast((one) => one.isolate === isolate.isolate)
    const obstacle = decision.kind === 'go' ? null : decision.obstacle
    const isSame = last?.decided === decision.kind && last.obstacle === obstacle
    if ((isSame && obstacle !== null) || this.#decisions.length >= MOST_DECISIONS) return
    const { cost } = decision
    this.#decisions.push({
      isolate: isolate.isolate,
      atMs: Math.round(isolate.elapsedMs),
      decided: decision.kind,
      way: decision.kind === 'go' ? decision.way : null,
      obstacle,
      says,
      predictedPauseMs: Math.round(cost.pauseMs),
      predictedMemoryBytes: Math.round(cost.memoryBytes),
    })
  }
}

/** How long the process has run; `null` where there is no `/proc`. */
function uptimeMs(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const startedTicks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19])
    const machineMs = Number(readFileSync('/proc/uptime', 'latin1').split(' ')[0]) * 1000
    const upMs = machineMs - startedTicks * MS_PER_TICK
    return Number.isFinite(upMs) ? upMs : null
  } catch {
    return null
  }
}
