// One isolate of the program under watch: its agent's samples, its watch, and what happens when it falls silent.

import { sourceLookup } from './source-lookup.ts'
import type { Isolate, Launched } from '../target/index.ts'
import { agentProbe } from './agent-probe.ts'
import type { Analysis } from './analysis.ts'
import { pause } from './exclusive.ts'
import type { Exclusively } from './exclusive.ts'
import { memoryRoom } from './guards/memory-room.ts'
import { floorSamples } from './floor-series.ts'
import type { ProcessGuards } from './guards/process-guards.ts'
import { resourcesOf } from './isolate-evidence.ts'
import { IsolateWatch } from './isolate-watch.ts'
import { agentLiveProbe } from './live-probe.ts'
import { NO_ANSWERS } from './live-answers.ts'
import type { LiveAnswers } from './live-answers.ts'
import { LiveQuestions } from './live-questions.ts'
import type { LimitedRoom } from './near-limit.ts'
import type { PauseBudget } from './pause-budget.ts'
import type { Probe } from './probe.ts'
import { StarvedWatch } from './starved-watch.ts'
import { withoutTransferred } from './transferred-memory.ts'

/** An isolate is left alone until it has lived this long, ms: most workers and helpers end before. */
const SETTLE_IN_MS = 1200
/** Silence after which the event loop is looked at from outside, ms. */
const SILENCE_MS = 3000
const RETRY_MS = 500
/** The agent speaks every second where the loop turns. */
const RECOVERED_MS = 1500

export interface SessionParts {
  readonly isolate: Isolate
  readonly launched: Launched
  readonly analysis: Analysis
  readonly budget: PauseBudget
  readonly guards: ProcessGuards
  readonly collects: boolean
  /** The sessions of this process so far, itself among them. */
  readonly siblings: () => readonly SessionOfIsolate[]
  /** One a process: its isolates are not stopped at the same time. */
  readonly exclusively: Exclusively
}

/** Drives the funnel for one isolate until it ends. */
export class SessionOfIsolate {
  readonly isolate: Isolate
  readonly budget: PauseBudget
  readonly guards: ProcessGuards
  readonly watcher: IsolateWatch
  readonly startedAt: number = performance.now()
  readonly liveMaps: Map<string, unknown> = new Map()
  readonly #probe: Probe
  readonly questions: LiveQuestions
  readonly #starved: StarvedWatch
  readonly #parts: SessionParts

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.isolate = parts.isolate
    this.budget = parts.budget
    this.guards = parts.guards
    this.#probe = agentProbe(parts.isolate, parts.launched.directory)
    this.watcher = this.#watchThrough(this.#probe)
    this.questions = new LiveQuestions({
      probe: agentLiveProbe(parts.isolate),
      budget: parts.budget,
      exclusively: parts.exclusively,
      collects: parts.collects,
      lookup: sourceLookup({
        cwd: parts.isolate.hello.cwd,
        liveMaps: new Map(),
        root: parts.launched.sourceRoot,
      }),
      nowMs: () => this.nowMs(),
    })
    this.watcher.setAnswers(() => this.#answers())
    this.#starved = new StarvedWatch({
      isolate: parts.isolate,
      directory: parts.launched.directory,
      nowMs: () => this.nowMs(),
    })
  }

  /** Whether the program had to be read from outside. */
  get starved(): boolean {
    return this.#starved.opened
  }

  get starvedNotes(): readonly string[] {
    return this.#starved.notes
  }

  get starvedStack(): StarvedWatch['stack'] {
    return this.#starved.stack
  }

  nowMs(): number {
    return performance.now() - this.startedAt
  }

  /** Never rejects: a target that goes away ends the watch. */
  async watch(signal: AbortSignal): Promise<void> {
    await pause(SETTLE_IN_MS, signal)
    this.budget.joins()
    while (!signal.aborted && !this.isolate.ended) {
      const waitMs = await this.#round().catch(() => RETRY_MS)
      await pause(waitMs, signal)
    }
    this.budget.leaves()
    await this.#starved.close()
  }

  /** What is asked of the live process a last time, before the program is ended. */
  async lastLook(): Promise<void> {
    if (this.isolate.ended) return
    if (!this.#starved.opened) await this.questions.lastLook(this.watcher.evidence?.leads ?? [])
    await this.#lastSnapshot()
  }

  /** A last snapshot where growth is suspected and the last one is old, or where none has shown what is overdue. */
  async #lastSnapshot(): Promise<void> {
    const { taken } = this.watcher.snapshots
    const last = taken.at(-1)
    const level = this.watcher.level.at(-1)?.value ?? 0
    if (this.watcher.hidesOverdue) await this.#snapshotThatFits()
    if (this.isolate.ended || last === undefined) return
    if (this.nowMs() - last.atMs < 5000 || level - last.levelBytes < 250_000) return
    await this.watcher.takeSnapshot(taken.length <= 2).catch(() => undefined)
  }

  /** A snapshot for what native memory leaves in it, where there are fewer than `most`. */
  async lookForNative(most: number): Promise<void> {
    if (this.watcher.snapshots.taken.length < most) await this.#snapshotThatFits()
  }

  /** A snapshot, if the guards let it. */
  async #snapshotThatFits(): Promise<void> {
    if (this.isolate.ended || this.starved || this.watcher.snapshots.isUnderWay) return
    await this.watcher.takeSnapshot().catch(() => undefined)
  }

  async #round(): Promise<number> {
    await this.#recover()
    if (this.#starved.opened || this.isolate.silentForMs() > SILENCE_MS) {
      const probe = await this.#starved.probe()
      if (probe !== null) {
        this.watcher.driveThrough(probe)
        this.budget.starves()
        return this.watcher.step()
      }
      if (this.isolate.silentForMs() > SILENCE_MS) return RETRY_MS
    }
    const waitMs = await this.watcher.step()
    await this.#ask()
    return waitMs
  }

  /** A loop that turns again is asked through its agent again, and the inspector is closed. */
  async #recover(): Promise<void> {
    if (!this.#starved.opened || this.isolate.silentForMs() > RECOVERED_MS) return
    await this.#starved.recover()
    this.watcher.driveThrough(this.#probe)
    this.budget.recovers()
  }

  /** What only the live process can say, asked once a lead needs it. */
  async #ask(): Promise<void> {
    const evidence = this.watcher.evidence
    if (evidence === null || this.watcher.isNearLimit) return
    if (
      this.watcher.facts.views === null &&
      evidence.leads.some((lead) => lead.backingStoreBytes > 100_000)
    ) {
      const views = await this.#probe.censusBuffers().catch(() => null)
      this.watcher.setFacts({ ...this.watcher.facts, views })
    }
    const { facts } = this.watcher
    const resources = resourcesOf(floorSamples(this.watcher.samples))
    await this.questions.ask({ leads: evidence.leads, facts, resources })
    const scripts = new Set<string>()
    for (const lead of [...evidence.leads, ...evidence.overdue.map((one) => one.lead)]) {
      for (const step of lead.steps) if (step.position !== null) scripts.add(step.position.script)
      if (lead.holder.position !== null) scripts.add(lead.holder.position.script)
    }
    for (const site of this.watcher.sites.slice(0, 20)) {
      for (const frame of site.stack) if (!frame.url.startsWith('node:')) scripts.add(frame.url)
    }
    const unknown = [...scripts].filter((script) => script !== '' && !this.liveMaps.has(script))
    if (unknown.length === 0) return
    const maps = await this.#probe.sourceMaps(unknown)
    for (const script of unknown) this.liveMaps.set(script, maps[script] ?? null)
  }

  /** An isolate that has ended, or starves, answers nothing any more: no test of it is under way. */
  #answers(): LiveAnswers {
    const { evidence } = this.watcher
    if (evidence === null) return NO_ANSWERS
    const answers = this.questions.answers(evidence.leads)
    return this.isolate.ended || this.#starved.opened ? { ...answers, settling: [] } : answers
  }

  #watchThrough(probe: Probe): IsolateWatch {
    return new IsolateWatch({
      id: this.isolate.id,
      probe,
      budget: this.#parts.budget,
      guards: this.#parts.guards,
      analysis: this.#parts.analysis,
      collects: this.#parts.collects,
      exclusively: this.#parts.exclusively,
      samples: () => this.isolate.samples,
      nearLimit: () => this.isolate.nearLimit,
      room: () => limitedRoom(this.isolate.hello.pid),
      held: (samples) =>
        withoutTransferred(
          { startedAtMs: this.startedAt, samples },
          this.#parts
            .siblings()
            .filter((other) => other !== this)
            .map((other) => ({ startedAtMs: other.startedAt, samples: other.isolate.samples })),
        ),
      nowMs: () => this.nowMs(),
    })
  }
}

/** The machine's own memory is shared with everybody: what is left of it says nothing of one program. */
function limitedRoom(pid: number): LimitedRoom | null {
  const room = memoryRoom(pid)
  return room.of === 'machine' ? null : room
}
