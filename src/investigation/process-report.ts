// One process of the report: its memory in parts over time, what is said of it, and the finding if there is one.

import { judgeProcess, processFinding } from '../diagnosis/index.ts'
import type {
  IsolateDiagnosis,
  IsolateEvidence,
  IsolateGrowth,
  ProcessEvidence,
  SourceLookup,
} from '../diagnosis/index.ts'
import type { Finding, IsolateReport, MemoryPart, ProcessReport } from '../protocol/index.ts'
import { MEMORY_PARTS } from '../protocol/index.ts'
import type { Trend } from '../series/index.ts'
import { processEvidence, usable } from './process-evidence.ts'
import type { ProcessReading, ProcessWatch } from './process-watch.ts'

const MOST_COLUMNS = 200
/** Memory that snapshots left is told of from this on. */
const NOTICED_BYTES = 8_000_000

/** An isolate as it was judged. */
export interface JudgedIsolate {
  readonly evidence: IsolateEvidence
  readonly diagnosis: IsolateDiagnosis
  readonly report: IsolateReport
}

export interface JudgedProcess {
  readonly report: ProcessReport
  readonly finding: Finding | null
  readonly note: string | null
  /** Native memory that snapshots left. */
  readonly leftBytes: number
}

/** The process with its judged isolates; `null` where nothing was read of it. */
export function judgedProcess(
  watch: ProcessWatch,
  judged: readonly JudgedIsolate[],
  lookup: SourceLookup,
): JudgedProcess | null {
  const readings = usable(watch.readings)
  if (readings.length === 0) return null
  const own = judged.filter((one) => one.report.pid === watch.pid)
  const evidence = processEvidence(watch, own.map(isolateGrowth))
  const judgement = judgeProcess(evidence)
  const shown = thinned(readings)
  const hellos = watch.sessions.map((session) => session.isolate)
  const report: ProcessReport = {
    pid: watch.pid,
    entry: hellos.find((isolate) => isolate.hello.threadId === 0)?.hello.entry ?? null,
    isolates: hellos.map((isolate) => isolate.id),
    verdict: judgement.verdict,
    says: judgement.says,
    atMs: shown.map((reading) => Math.round(reading.atMs)),
    rssBytes: shown.map((reading) => reading.rssBytes),
    parts: partColumns(shown),
  }
  return {
    report,
    finding: processFinding(evidence, judgement, lookup),
    note: watch.note,
    leftBytes: leftBytes(evidence, readings),
  }
}

/** Native memory that snapshots left: the verdict leaves it out, the table shows it. */
function leftBytes(evidence: ProcessEvidence, readings: readonly ProcessReading[]): number {
  const first = readings[0]
  if (first === undefined || first.nativeBytes === null) return 0
  const before = first.nativeBytes + (first.nativeFreeBytes ?? 0)
  return (evidence.nativeBytes[0] ?? 0) + (evidence.nativeFreeBytes[0] ?? 0) - before
}

/** What the reader should know of the processes, one sentence each. */
export function processNotes(processes: readonly JudgedProcess[]): string[] {
  const notes = new Set([...processes.map((one) => one.note), leftNote(processes)])
  return [...notes].filter((note) => note !== null)
}

/** One sentence on what snapshots left in all processes; `null` where it is little. */
function leftNote(processes: readonly JudgedProcess[]): string | null {
  const noticed = processes.filter((one) => one.leftBytes >= NOTICED_BYTES)
  const [only] = noticed
  if (only === undefined) return null
  const megabytes = Math.round(noticed.reduce((sum, one) => sum + one.leftBytes, 0) / 1e6)
  const whose = noticed.length === 1 ? `process ${only.report.pid}` : `${noticed.length} processes`
  return `About ${megabytes} MB of the native memory of ${whose} is what V8 keeps after the snapshots that were taken; no verdict counts it.`
}

/** What the process has to know of one of its isolates. */
export function isolateGrowth(one: {
  readonly evidence: IsolateEvidence
  readonly diagnosis: Pick<IsolateDiagnosis, 'verdict'>
}): IsolateGrowth {
  const { evidence, diagnosis } = one
  return {
    id: evidence.isolate,
    verdict: diagnosis.verdict,
    bytesPerHour: risePerHour(evidence.floor) + risePerHour(evidence.external),
    resources: evidence.resources,
    queues: evidence.snapshots?.queues ?? [],
    owners: evidence.snapshots?.owners ?? [],
  }
}

function risePerHour(trend: Trend | null): number {
  return trend?.shape === 'growing' ? Math.max(0, trend.slopePerHour.value) : 0
}

/** A column for each part that was ever there. */
function partColumns(readings: readonly ProcessReading[]): ProcessReport['parts'] {
  const columns: Partial<Record<MemoryPart, readonly number[]>> = {}
  for (const part of MEMORY_PARTS) {
    if (readings.some((reading) => reading.parts[part] !== undefined)) {
      columns[part] = readings.map((reading) => Math.round(reading.parts[part] ?? 0))
    }
  }
  return columns
}

function thinned(readings: readonly ProcessReading[]): readonly ProcessReading[] {
  const every = Math.max(1, Math.ceil(readings.length / MOST_COLUMNS))
  return readings.filter((_, index) => index % every === 0 || index === readings.length - 1)
}
