// The funnel for one isolate: observe the floor, suspect, localise by sampling, explain by snapshots; each stage
// pays only when the one before it asks, and within the process's pause budget.

import { NO_LIVE_FACTS } from '../diagnosis/index.ts'
import type { LiveFacts, SnapshotEvidence } from '../diagnosis/index.ts'
import type { LiveSite, OperationKind, Sample, SnapshotResult } from '../protocol/index.ts'
import type { SeriesPoint } from '../series/index.ts'
import type { Analysis } from './analysis.ts'
import { NO_ANSWERS } from './live-answers.ts'
import type { LiveAnswers } from './live-answers.ts'
import { externalPoints, floorPoints, operationKind, workAt } from './floor-series.ts'
import type { PauseBudget, SnapshotRefusal } from './pause-budget.ts'
import type { Probe } from './probe.ts'
import {
  ENOUGH_SNAPSHOTS,
  isSuspicious,
  wantsOverdueSnapshot,
  wantsSnapshot,
} from './snapshot-policy.ts'

/** Mean bytes between two sampled allocations: small enough for leaks of 20 kB/s within a minute. */
export const SAMPLING_INTERVAL_BYTES = 32_768
const SITES_EVERY_MS = 4000

export interface SnapshotRecord {
  readonly atMs: number
  readonly pauseMs: number
  readonly bytes: number
  readonly levelBytes: number
  /** Objects past their declared end, as the program's own count says. */
  readonly overdueObjects: number
  readonly operations: SnapshotResult['operations']
}

export interface WatchContext {
  readonly id: string
  readonly probe: Probe
  readonly budget: PauseBudget
  readonly analysis: Analysis
  readonly collects: boolean
  /** Runs one intrusive step of the process at a time. */
  readonly exclusively: <T>(step: () => Promise<T>) => Promise<T>
  readonly samples: () => readonly Sample[]
  /** The samples without the buffers that other threads hold. */
  readonly held: (samples: readonly Sample[]) => readonly Sample[]
  /** Milliseconds since the isolate started. */
  readonly nowMs: () => number
  readonly freeBytes: () => number
}

/** Watches one isolate until it ends or `signal` says so; what it knows can be read at any time. */
export class IsolateWatch {
  readonly #context: WatchContext
  #probe: Probe
  readonly #snapshots: SnapshotRecord[] = []
  readonly #notes = new Set<string>()
  /** Why there is no snapshot, until there is one. */
  #refusal: string | null = null
  #ownSamples: Sample[] = []
  #sites: readonly LiveSite[] = []
  #sitesReadAtMs = -Infinity
  #samplingSinceMs: number | null = null
  #samplingRefused = false
  #evidence: SnapshotEvidence | null = null
  #lastCollectionAtMs = 0
  #facts: LiveFacts = NO_LIVE_FACTS
  #answers: () => LiveAnswers = () => NO_ANSWERS
  #takesSnapshot = false
  /** Whether the last snapshot that was wanted had to wait for the pause budget. */
  #isPostponed = false

  constructor(context: WatchContext) {
    this.#context = context
    this.#probe = context.probe
  }

  get evidence(): SnapshotEvidence | null {
    return this.#evidence
  }

  get sites(): readonly LiveSite[] {
    return this.#sites
  }

  get facts(): LiveFacts {
    return this.#facts
  }

  get answers(): LiveAnswers {
    return this.#answers()
  }

  /** Whether V8 writes a snapshot at the moment, which takes memory of its own. */
  get takesSnapshot(): boolean {
    return this.#takesSnapshot
  }

  get snapshots(): readonly SnapshotRecord[] {
    return this.#snapshots
  }

  get notes(): readonly string[] {
    return this.#refusal === null ? [...this.#notes] : [...this.#notes, this.#refusal]
  }

  /** That a further snapshot waited in vain, where there are too few for a verdict; else `null`. */
  get postponed(): string | null {
    const taken = this.#snapshots.length
    if (!this.#isPostponed || taken === 0 || taken >= ENOUGH_SNAPSHOTS) return null
    const pauseMs = this.#snapshots.reduce((sum, one) => sum + one.pauseMs, 0)
    const seconds = (pauseMs / 1000).toFixed(1)
    const earlier = taken === 1 ? 'the one before' : `the ${taken} before`
    return `A further snapshot of ${this.#context.id} was put off, because ${earlier} had stopped it for ${seconds} s already; a longer run has room for more.`
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
    return this.overdueObjects > 0 && this.#snapshots.every((one) => one.overdueObjects === 0)
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
    // Reading the profile collects, too.
    if (this.#context.collects) {
      await this.#collect()
      await this.#localise()
    }
    await this.#explain()
    const gap = budget.collectionGapMs(nowMs())
    if (!this.#context.collects) return gap
    return Math.max(50, this.#lastCollectionAtMs + gap - nowMs())
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
      if (this.#samplingRefused || !isSuspicious(this.level)) return
      const started = await probe.startSampling(SAMPLING_INTERVAL_BYTES).catch(() => false)
      this.#samplingRefused = !started
      if (started) this.#samplingSinceMs = nowMs()
      return
    }
    if (nowMs() - this.#sitesReadAtMs < SITES_EVERY_MS) return
    this.#sitesReadAtMs = nowMs()
    this.#sites = await probe.readSites()
  }

  async #explain(): Promise<void> {
    const { nowMs } = this.#context
    const level = this.level
    const levelBytes = level.at(-1)?.value ?? 0
    const taken = this.#snapshots
    const { overdueObjects } = this
    const isWanted =
      wantsSnapshot({ taken, nowMs: nowMs(), levelBytes }, isSuspicious(level)) ||
      wantsOverdueSnapshot({ taken, nowMs: nowMs(), overdueObjects })
    if (!isWanted) return
    const heapBytes = this.samples.at(-1)?.heapUsedBytes ?? levelBytes
    const refusal = this.#context.budget.snapshotRefusal(
      heapBytes,
      nowMs(),
      this.#context.freeBytes(),
    )
    if (refusal !== null) {
      this.#noteRefusal(refusal)
      return
    }
    await this.takeSnapshot(heapBytes, levelBytes)
  }

  /** Takes one snapshot now and hands it to the analysis, which goes on beside the watch. */
  async takeSnapshot(heapBytes: number, levelBytes: number): Promise<void> {
    const { budget, exclusively, analysis, id } = this.#context
    const probe = this.#probe
    this.#takesSnapshot = true
    const result = await exclusively(() => probe.snapshot()).finally(() => {
      this.#takesSnapshot = false
    })
    budget.spentOnSnapshot(result.pauseMs, heapBytes)
    this.#lastCollectionAtMs = this.#context.nowMs()
    const { atMs, pauseMs, bytes } = result
    this.#refusal = null
    this.#isPostponed = false
    const { overdueObjects } = this
    const { operations } = result
    this.#snapshots.push({ atMs, pauseMs, bytes, levelBytes, overdueObjects, operations })
    const work = workAt({ atMs, operations: result.operations }, this.operation)
    analysis
      .submit({ isolate: id, path: result.path, atMs, work })
      .then((evidence) => {
        this.#evidence = evidence
      })
      .catch((error: unknown) => {
        this.#notes.add(`A snapshot of ${id} could not be read: ${messageOf(error)}`)
      })
  }

  /** What the live process says about Buffers, once a lead asks for it. */
  setFacts(facts: LiveFacts): void {
    this.#facts = facts
  }

  /** Where the answers of the live process are read from. */
  setAnswers(answers: () => LiveAnswers): void {
    this.#answers = answers
  }

  #noteRefusal(refusal: SnapshotRefusal): void {
    const seconds = Math.ceil(refusal.predictedMs / 1000)
    this.#isPostponed ||= refusal.wait
    if (refusal.wait || this.#snapshots.length > 0) return
    this.#refusal =
      refusal.reason === 'pause'
        ? `No snapshot was taken: it would stop the program for about ${seconds} s; allow it with --max-pause ${2 * seconds}s.`
        : 'No snapshot was taken: V8 needs up to eight times the heap for it, and there is not that much memory left.'
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
