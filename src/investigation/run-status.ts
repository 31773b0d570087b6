// The live status of a run and the moment of its verdict, from what the watches have seen so far.

import { diagnose, judgeProcess } from '../diagnosis/index.ts'
import type { IsolateGrowth, ProcessJudgement, SourceLookup } from '../diagnosis/index.ts'
import type { Verdict } from '../protocol/index.ts'
import type { Analysis } from './analysis.ts'
import { isolateEvidence } from './isolate-evidence.ts'
import { isolateGrowth } from './process-report.ts'
import { processEvidence } from './process-evidence.ts'
import type { ProcessWatch } from './process-watch.ts'
import { judgedOf, livedMs } from './judged-sessions.ts'
import type { RunStatus } from './run-request.ts'
import type { SessionOfIsolate } from './session-of-isolate.ts'
import { overallVerdict } from './summary.ts'
import { pricedPiles } from './worker-findings.ts'

/** The verdict needs no positions. */
const NOWHERE: SourceLookup = {
  place: () => null,
  declaration: () => null,
  statement: () => null,
  search: () => null,
  code: () => null,
}

const NOTHING_YET: RunStatus = {
  phase: 'watching',
  elapsedMs: 0,
  isolates: 0,
  floorBytes: null,
  bytesPerHour: null,
  verdict: 'inconclusive',
  snapshots: 0,
  share: 0,
}

/** Follows a run: its status at any moment, and since when its verdict has been what it is. */
export class RunFollower {
  readonly #sessions: readonly SessionOfIsolate[]
  readonly #analysis: Analysis
  readonly #processes: readonly ProcessWatch[]
  readonly #startedAt: number = performance.now()
  #verdict: Verdict = 'inconclusive'
  #since = 0
  #last: RunStatus = NOTHING_YET
  readonly #judgements = new Map<ProcessWatch, { lastAtMs: number; judgement: ProcessJudgement }>()

  constructor(
    sessions: readonly SessionOfIsolate[],
    analysis: Analysis,
    processes: readonly ProcessWatch[],
  ) {
    this.#sessions = sessions
    this.#analysis = analysis
    this.#processes = processes
  }

  /** The last status that could be told. */
  get last(): RunStatus {
    return this.#last
  }

  /** Milliseconds from the start to the moment since which the verdict so far has been `verdict`. */
  since(verdict: Verdict): number {
    return verdict === this.#verdict ? this.#since : performance.now() - this.#startedAt
  }

  /** Three trends, so only after a further reading. */
  #judge(watch: ProcessWatch, isolates: readonly IsolateGrowth[]): ProcessJudgement {
    const lastAtMs = watch.readings.at(-1)?.atMs ?? 0
    const known = this.#judgements.get(watch)
    if (known !== undefined && known.lastAtMs === lastAtMs) return known.judgement
    const judgement = judgeProcess(processEvidence(watch, isolates))
    this.#judgements.set(watch, { lastAtMs, judgement })
    return judgement
  }

  /** Judges the isolates that the report would; some milliseconds each. */
  status(): RunStatus {
    const elapsedMs = performance.now() - this.#startedAt
    const alive = this.#sessions.filter((session) => !session.isolate.ended)
    const judged = judgedOf(this.#sessions).map((session) => {
      const evidence = isolateEvidence(session.watcher, {
        isolate: session.isolate.id,
        starved: session.starved,
      })
      const { role, entry } = session.isolate.hello
      const diagnosis = diagnose(evidence, NOWHERE)
      const { verdict } = diagnosis
      return { evidence, diagnosis, verdict, role, entry, livedMs: livedMs(session) }
    })
    const processes = this.#processes.map((watch) => {
      const own = judged.filter((one) => one.evidence.isolate.startsWith(`${watch.pid}/`))
      return this.#judge(watch, own.map(isolateGrowth))
    })
    const piles = pricedPiles(this.#sessions).length > 0
    const verdict = piles ? 'leaking' : overallVerdict(judged, processes)
    if (verdict !== this.#verdict) {
      this.#verdict = verdict
      this.#since = elapsedMs
    }
    const biggest = judged.toSorted((a, b) => b.evidence.floorBytes - a.evidence.floorBytes)[0]
    const { count, share } = this.#analysis.pending
    this.#last = {
      phase: count > 0 ? 'analysing' : 'watching',
      elapsedMs,
      isolates: alive.length,
      floorBytes: biggest?.evidence.floorBytes ?? null,
      bytesPerHour: biggest?.evidence.floor?.slopePerHour.value ?? null,
      verdict,
      snapshots: this.#sessions.reduce((sum, one) => sum + one.watcher.snapshots.taken.length, 0),
      share,
    }
    return this.#last
  }
}
