// The funnel for one isolate: observe the floor, suspect, localise by sampling, explain by snapshots; each stage
// pays only when the one before it asks, and within the process's pause budget.

import { NO_LIVE_FACTS } from '../diagnosis/index.ts'
import type { Lead, LiveFacts, SnapshotEvidence } from '../diagnosis/index.ts'
import type { LiveSite, NearLimit, OperationKind, Sample } from '../protocol/index.ts'
import type { SeriesPoint } from '../series/index.ts'
import type { Analysis } from './analysis.ts'
import { NO_ANSWERS } from './live-answers.ts'
import type { LiveAnswers } from './live-answers.ts'
import { externalPoints, floorPoints, operationKind } from './floor-series.ts'
import type { ProcessGuards } from './guards/process-guards.ts'
import { IsolateSnapshots } from './isolate-snapshots.ts'
import { isNearLimit } from './near-limit.ts'
import type { LimitedRoom } from './near-limit.ts'
import type { PauseBudget } from './pause-budget.ts'
import type { Probe } from './probe.ts'
import { isSuspicious, wantsOverdueSnapshot, wantsSnapshot } from './snapshot-policy.ts'
import { isUrgent, timeLeftMs, wantsUrgently } from './urgency.ts'

/** Mean bytes between two sampled allocations: small enough for leaks of 20 kB/s within a minute. */
export const SAMPLING_INTERVAL_BYTES = 32_768
/** A program about to run out of memory is read so many times as often. */
const URGENT_PACE = 3
const SITES_EVERY_MS = 4000

/** How long ago the event loop's delay still tells whether the moment is quiet, ms. */
const LATELY_MS = 5000
/** A collection before the first has been measured: 1 ms a MB. */
const COLLECTION_MS_PER_BYTE = 1e-6

export interface WatchContext {
  readonly id: string
  readonly probe: Probe
  readonly budget: PauseBudget
  readonly guards: ProcessGuards
  readonly analysis: Analysis
  readonly collects: boolean
  /** Runs one intrusive step of the process at a time. */
  readonly exclusively: <T>(step: () => Promise<T>) => Promise<T>
  readonly samples: () => readonly Sample[]
  /** What the agent last said near the heap's limit. */
  readonly nearLimit: () => NearLimit | null
  /** What is left of the nearest limit that is the process's own or its container's; `null` without one. */
  readonly room: () => LimitedRoom | null
  /** The samples without the buffers that other threads hold. */
  readonly held: (samples: readonly Sample[]) => readonly Sample[]
  /** Milliseconds since the isolate started. */
  readonly nowMs: () => number
}

/** Watches one isolate until it ends or `signal` says so; what it knows can be read at any time. */
export class IsolateWatch {
  readonly #context: WatchContext
  #probe: Probe
  readonly #snapshots: IsolateSnapshots
  #ownSamples: Sample[] = []
  #sites: readonly LiveSite[] = []
  #sitesReadAtMs = -Infinity
  #samplingSinceMs: number | null = null
  #samplingRefused = false
  #evidence: SnapshotEvidence | null = null
  #bigLeads: readonly Lead[] = []
  #lastCollectionAtMs = 0
  #facts: LiveFacts = NO_LIVE_FACTS
  #answers: () => LiveAnswers = () => NO_ANSWERS

  constructor(context: WatchContext) {
    this.#context = context
    this.#probe = context.probe
    this.#snapshots = new IsolateSnapshots({
      ...context,
      operation: () => this.operation,
      onEvidence: (evidence) => {
        // What is big in a single snapshot is not known to grow: it is no lead.
        const isOnly = evidence.atMs.length === 1
        this.#bigLeads = isOnly ? evidence.leads : []
        this.#evidence = isOnly ? { ...evidence, leads: [] } : evidence
      },
    })
  }

  /** What grew by the snapshots, or, as long as there is one only, what is big in it where it was looked for. */
  get heldLeads(): readonly Lead[] {
    const leads = this.#evidence?.leads ?? []
    return leads.length > 0 ? leads : this.#bigLeads
  }

  get evidence(): SnapshotEvidence | null {
    return this.#evidence
  }

  /** The last reading of the profile, whether it was asked for or sent near the heap's limit. */
  get sites(): readonly LiveSite[] {
    const near = this.#context.nearLimit()
    return near !== null && near.atMs > this.#sitesReadAtMs ? near.sampling.sites : this.#sites
  }

  /** Whether the heap is so near its limit that it is left to V8. */
  get isNearLimit(): boolean {
    return isNearLimit(this.samples, this.#context.room())
  }

  get facts(): LiveFacts {
    return this.#facts
  }

  get answers(): LiveAnswers {
    return this.#answers()
  }

  get snapshots(): IsolateSnapshots {
    return this.#snapshots
  }

  get samplingMs(): number {
    return this.#samplingSinceMs === null ? 0 : this.#context.nowMs() - this.#samplingSinceMs
  }

  /** All samples: those that the agent sent, and those that were read from outside. */
  get samples(): readonly Sample[] {
    return [...this.#context.samples(), ...this.#ownSamples]
  }

  /** Objects past the end that the program declared; 0 where it watches none. */
  get overdueObjects(): number {
    return this.#context.samples().at(-1)?.overdueObjects ?? 0
  }

  /** Whether objects are overdue and no snapshot was taken while there were any. */
  get hidesOverdue(): boolean {
    return this.overdueObjects > 0 && this.#snapshots.taken.every((one) => one.overdueObjects === 0)
  }

  get operation(): OperationKind {
    return operationKind(this.samples)
  }

  get points(): SeriesPoint[] {
    return floorPoints(this.samples, this.operation)
  }

  /** External memory of this thread's own objects after each collection. */
  get external(): SeriesPoint[] {
    return externalPoints(this.#context.held(this.samples), this.operation)
  }

  /** The floor with the external memory above it: what decides whether a closer look is worth it. */
  get level(): SeriesPoint[] {
    const external = this.external
    return this.points.map((point, at) => ({
      ...point,
      value: point.value + (external[at]?.value ?? 0),
    }))
  }

  /** From now on through another probe: the program's event loop starved. */
  driveThrough(probe: Probe): void {
    this.#probe = probe
  }

  /** One round of the funnel; returns how long to wait before the next, ms. Errors of a gone target pass. */
  async step(): Promise<number> {
    const { budget, nowMs } = this.#context
    if (this.isNearLimit) return budget.collectionGapMs(nowMs())
    // Reading the profile collects, too.
    const collects = this.#mayCollect()
    if (collects) {
      await this.#collect()
      await this.#localise()
    }
    await this.#explain()
    const gap = budget.collectionGapMs(nowMs()) / (this.#isUrgent() ? URGENT_PACE : 1)
    if (!collects) return gap
    return Math.max(50, this.#lastCollectionAtMs + gap - nowMs())
  }

  #isUrgent(): boolean {
    return isUrgent(timeLeftMs(this.samples, this.#context.room()?.bytes ?? Infinity))
  }

  #mayCollect(): boolean {
    const { collects, budget, guards } = this.#context
    const heapBytes = this.samples.at(-1)?.heapUsedBytes ?? 0
    const expectedMs = budget.collectionMs || COLLECTION_MS_PER_BYTE * heapBytes
    return collects && guards.mayCollect(expectedMs)
  }

  async #collect(): Promise<void> {
    const { budget, exclusively, nowMs } = this.#context
    const probe = this.#probe
    const sample = await exclusively(() => probe.collect())
    this.#lastCollectionAtMs = nowMs()
    if (sample === null) return
    budget.spentOnCollection(sample.gcPauseMs)
    if (probe.kind === 'inspector') this.#ownSamples = [...this.#ownSamples, sample]
  }

  /** Samples allocations from the first suspicion on, and reads the profile every few seconds. */
  async #localise(): Promise<void> {
    const { nowMs } = this.#context
    const probe = this.#probe
    if (this.#samplingSinceMs === null) {
      if (this.#samplingRefused || !(isSuspicious(this.level) || this.#isUrgent())) return
      if (!this.#context.guards.maySample()) return
      const started = await probe.startSampling(SAMPLING_INTERVAL_BYTES).catch(() => false)
      this.#samplingRefused = !started
      if (started) this.#samplingSinceMs = nowMs()
      return
    }
    if (nowMs() - this.#sitesReadAtMs < SITES_EVERY_MS) return
    this.#sitesReadAtMs = nowMs()
    this.#sites = await probe.readSites()
  }

  /** A snapshot that a copy of the process writes is not waited for: collections go on meanwhile. */
  #explain(): Promise<void> {
    if (this.#snapshots.isUnderWay) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#explainNow(resolve).then(resolve, reject)
    })
  }

  async #explainNow(onCopy: () => void): Promise<void> {
    const level = this.level
    const levelBytes = level.at(-1)?.value ?? 0
    const { taken } = this.#snapshots
    const { overdueObjects } = this
    const nowMs = this.#context.nowMs()
    const history = { taken, nowMs, levelBytes }
    // Where nobody waits for the program, what it will cost is no reason to leave its last chance.
    const isUrgent = this.#isUrgent() && wantsUrgently(history)
    const isLast = this.#context.guards.rules.busyDelayMs === null
    if (isUrgent) return this.takeSnapshot(isLast, true, onCopy)
    const isWanted =
      wantsSnapshot(history, isSuspicious(level)) ||
      wantsOverdueSnapshot({ taken, nowMs, overdueObjects })
    if (isWanted) await this.takeSnapshot(false, false, onCopy)
  }

  /** Takes one snapshot now, where the guards let it. `isLast`, `mayStayAlone` and `onCopy` as in `SnapshotWish`. */
  async takeSnapshot(
    isLast: boolean = false,
    mayStayAlone: boolean = false,
    onCopy: () => void = () => undefined,
  ): Promise<void> {
    const levelBytes = this.level.at(-1)?.value ?? 0
    const last = this.samples.at(-1)
    const wasTaken = await this.#snapshots.take({
      probe: this.#probe,
      heapBytes: last?.heapUsedBytes ?? levelBytes,
      rssBytes: last?.rssBytes ?? 0,
      levelBytes,
      overdueObjects: this.overdueObjects,
      heapRoomBytes: Math.max(0, (last?.heapLimitBytes ?? 0) - (last?.oldGenerationBytes ?? 0)),
      loopDelayMs: this.#loopDelayMs(),
      isLast,
      mayStayAlone,
      onCopy,
    })
    if (wasTaken) this.#lastCollectionAtMs = this.#context.nowMs()
  }

  /** How late the event loop came lately, at worst; `null` where it was not seen. */
  #loopDelayMs(): number | null {
    const samples = this.#context.samples()
    const sinceMs = (samples.at(-1)?.atMs ?? 0) - LATELY_MS
    const delays = samples.flatMap((one) => (one.atMs >= sinceMs ? (one.loopDelayMs ?? []) : []))
    return delays.length === 0 ? null : Math.max(...delays)
  }

  /** What the live process says about Buffers, once a lead asks for it. */
  setFacts(facts: LiveFacts): void {
    this.#facts = facts
  }

  /** Where the answers of the live process are read from. */
  setAnswers(answers: () => LiveAnswers): void {
    this.#answers = answers
  }
}
