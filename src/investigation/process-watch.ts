// Watches the memory of one process from outside, beside the watches of its isolates: one reading every second or so, and
// fewer where a reading costs more.

import type { OperationKind, Sample } from '../protocol/index.ts'
import { readProcessMemory } from '../target/index.ts'
import { pause } from './exclusive.ts'
import { operationKind, workAt } from './floor-series.ts'
import { processParts } from './process-parts.ts'
import type { ProcessParts } from './process-parts.ts'
import type { SessionOfIsolate } from './session-of-isolate.ts'

const POLL_MS = 60
const SHORTEST_GAP_MS = 600
/** A reading may take one part in this many of Tidemark's time; for a part of it, it holds the program's page tables. */
const TIME_SHARE = 20
/** The cheapest of this many readings counts: where the machine is busy, a reading takes long and costs no more. */
const COSTS_KEPT = 4
/** A reading right after a collection is exact; this many gaps are waited for one. */
const PATIENCE = 3
const MOST_READINGS = 240

export interface ProcessReading extends ProcessParts {
  /** Milliseconds since the watch began. */
  readonly atMs: number
  readonly operations: Sample['operations']
  /** Chunks of the C allocator in use, by size; `null` where it is not known. */
  readonly sizes: ReadonlyMap<number, number> | null
  readonly threads: number
  readonly wasmMemories: number
  /** Snapshots and profiles that Tidemark had taken so far: they leave native memory behind, which is no growth. */
  readonly intrusions: number
}

/** What was read of one process. */
export class ProcessWatch {
  readonly pid: number
  readonly #sessions: () => readonly SessionOfIsolate[]
  readonly #startedAt: number = performance.now()
  #readings: ProcessReading[] = []
  #addOns: readonly string[] = []
  #otherAllocator: string | null = null
  #refused = false
  #costsMs: readonly number[] = []

  /** `sessions` gives the isolates of this process. */
  constructor(pid: number, sessions: () => readonly SessionOfIsolate[]) {
    this.pid = pid
    this.#sessions = sessions
  }

  get readings(): readonly ProcessReading[] {
    return this.#readings
  }

  /** Files of the add-ons that were loaded at the last reading. */
  get addOns(): readonly string[] {
    return this.#addOns
  }

  /** Why the allocator's memory is not split, in a sentence; `null` where it is. */
  get note(): string | null {
    if (this.#readings.length === 0 || this.#readings.some((one) => one.nativeBytes !== null)) {
      return null
    }
    if (this.#refused)
      return 'The system forbids reading the memory of the program, so native memory is not split into used and free.'
    if (this.#otherAllocator === null) return null
    const named =
      this.#otherAllocator === 'not glibc' ? 'another one than glibc’s' : this.#otherAllocator
    return `The program's allocator is ${named}, so native memory is not split into used and free.`
  }

  get sessions(): readonly SessionOfIsolate[] {
    return this.#sessions()
  }

  /** Isolates that it has had. */
  get isolateCount(): number {
    return this.#sessions().length
  }

  /** The unit of work that growth is counted by: the one of the isolate that did most. */
  get operation(): OperationKind {
    const main = this.#main()
    return main === null ? 'second' : operationKind(main.watcher.samples)
  }

  workOf(reading: ProcessReading): number {
    return workAt(reading, this.operation)
  }

  /** Reads until the program is gone or `signal` says so; never rejects. */
  async watch(signal: AbortSignal): Promise<void> {
    let lastAt = performance.now()
    let gap = SHORTEST_GAP_MS
    let seen: Sample | undefined
    while (!signal.aborted) {
      await pause(POLL_MS, signal)
      if (signal.aborted || this.#isOver()) return
      const waited = performance.now() - lastAt
      const collected = this.#lastCollection()
      if (waited < gap || (collected === seen && waited < PATIENCE * gap)) continue
      if (this.#sessions().some((session) => session.watcher.snapshots.isUnderWay)) continue
      seen = collected
      this.#read()
      gap = Math.max(SHORTEST_GAP_MS, Math.min(...this.#costsMs) * TIME_SHARE)
      lastAt = performance.now()
    }
  }

  #read(): void {
    const latest = this.#latest()
    const memory = process.platform === 'linux' ? readProcessMemory(this.pid) : null
    if (latest.length === 0 || (process.platform === 'linux' && memory === null)) return
    const main = this.#main()?.watcher.samples.at(-1)
    this.#keep({
      ...processParts(memory, latest),
      atMs: performance.now() - this.#startedAt,
      operations: main?.operations ?? {},
      sizes: memory?.allocator?.sizes ?? null,
      threads: memory?.threads ?? 0,
      wasmMemories: memory?.wasmMemories ?? 0,
      intrusions: this.#intrusions(),
    })
    this.#costsMs = [...this.#costsMs, memory?.costMs ?? 0].slice(-COSTS_KEPT)
    if (memory === null) return
    this.#addOns = memory.addOns
    this.#otherAllocator = memory.otherAllocator
    this.#refused = memory.refused
  }

  #intrusions(): number {
    return this.#sessions().reduce(
      (sum, { watcher }) => sum + watcher.snapshots.taken.length + (watcher.samplingMs > 0 ? 1 : 0),
      0,
    )
  }

  /** Every second one of the older readings goes where there are too many. */
  #keep(reading: ProcessReading): void {
    const kept = this.#readings
    this.#readings =
      kept.length < MOST_READINGS
        ? [...kept, reading]
        : [...kept.filter((_, index) => index % 2 === 0), reading]
  }

  #latest(): Sample[] {
    const living = this.#sessions().filter((session) => !session.isolate.ended)
    return living.flatMap((session) => session.watcher.samples.at(-1) ?? [])
  }

  #main(): SessionOfIsolate | null {
    const sessions = this.#sessions()
    return sessions.find((session) => session.isolate.hello.threadId === 0) ?? sessions[0] ?? null
  }

  #lastCollection(): Sample | undefined {
    return this.#main()?.watcher.samples.findLast((sample) => sample.trigger === 'gc-asked')
  }

  #isOver(): boolean {
    const sessions = this.#sessions()
    return sessions.length > 0 && sessions.every((session) => session.isolate.ended)
  }
}
