// `tidemark analyze` of recordings: the trend of each isolate with what was sampled, as a report. Without snapshots there is one
// witness at most, so the strongest verdict is a suspicion.

import { NO_LIVE_FACTS, diagnose, sampledFinding } from '../../diagnosis/index.ts'
import type { IsolateDiagnosis, IsolateEvidence, SourceLookup } from '../../diagnosis/index.ts'
import { REPORT_SCHEMA } from '../../protocol/index.ts'
import type { Finding, IsolateReport, Report, Sample } from '../../protocol/index.ts'
import { externalPoints, floorPoints, floorSamples, operationKind } from '../floor-series.ts'
import { resourcesOf, trendOf } from '../isolate-evidence.ts'
import { isolateReport } from '../isolate-report.ts'
import { sourceLookup } from '../source-lookup.ts'
import { mergedFindings, overallVerdict, summarySentence } from '../summary.ts'
import { withoutTransferred } from '../transferred-memory.ts'
import { findRecordings } from './recording-files.ts'
import { isSameProcess } from './recording.ts'
import type { Recording } from './recording.ts'
import { recordingNotes } from './recording-notes.ts'

/** Services fill caches after their start: a rise is no suspicion before it was recorded for so long, ms. */
const PATIENCE_MS = 1_800_000
/** Unless so much of the heap's limit is reached, after this time at least: then there may be no half hour. */
const URGENT_SHARE = 0.5
const URGENT_MS = 300_000
/** What an isolate that stands by may come to hold meanwhile, garbage included. */
const IDLE_BYTES = 2_000_000

export interface RecordingsRequest {
  /** Files ending in `.jsonl`, or directories. */
  readonly paths: readonly string[]
  readonly cwd: string
  readonly version: string
}

interface Judged {
  readonly recording: Recording
  readonly report: IsolateReport
  readonly diagnosis: IsolateDiagnosis
  readonly finding: Finding | null
}

/** Throws coded errors for what cannot be read. Cost: two trends an isolate. */
export function analyzeRecordings(request: RecordingsRequest): Report {
  const found = findRecordings(request.paths)
  const { recordings } = found
  const lookup = sourceLookup({ cwd: request.cwd, liveMaps: new Map() })
  const judged = recordings.map((recording) => judge(recording, recordings, lookup))
  const isolates = judged.map((one) => one.report)
  const findings = mergedFindings(judged.flatMap((one) => one.finding ?? []))
  const bounded = judged.flatMap((one) => one.diagnosis.bounded)
  const busy = judged.filter((one) => !isIdle(one))
  const deciding = busy.length === 0 ? judged : busy
  const verdict = overallVerdict(
    deciding.map(({ report, recording }) => ({ ...report, livedMs: livedMs(recording) })),
  )
  return {
    schema: REPORT_SCHEMA,
    version: request.version,
    createdAt: new Date().toISOString(),
    partial: false,
    target: targetOf(recordings),
    verdict,
    verdictAtMs: null,
    summary: summarySentence({ verdict, findings, bounded, isolates }),
    isolates,
    processes: [],
    findings,
    bounded,
    notes: recordingNotes(found, judged.length - deciding.length),
    intrusion: null,
    falseDiscoveryRate: null,
  }
}

/** Beside others, an isolate that hardly allocates has no say: it is never collected, so its trend would stay open for ever. */
function isIdle({ report, recording }: Judged): boolean {
  const levels = recording.samples.map(levelBytes)
  const first = levels[0] ?? 0
  return report.trend === null && Math.max(first, ...levels) - first < IDLE_BYTES
}

function levelBytes(sample: Sample): number {
  return sample.oldGenerationBytes + Math.max(sample.externalBytes, sample.arrayBufferBytes)
}

function judge(recording: Recording, all: readonly Recording[], lookup: SourceLookup): Judged {
  const { pid, threadId, entry } = recording.hello
  const evidence = evidenceOf(recording, all)
  const diagnosis = patient(diagnose(evidence, lookup), evidence, recording)
  const finding = diagnosis.verdict === 'suspect' ? sampledFinding(evidence, lookup) : null
  const report = isolateReport({
    facts: { pid, threadId, role: roleOf(recording, all), entry },
    evidence,
    diagnosis,
    samples: recording.samples,
    lookup,
  })
  return { recording, report, diagnosis, finding }
}

/** A recorder cannot tell whether its parent is recorded too; from outside it shows. */
function roleOf({ hello, host }: Recording, all: readonly Recording[]): IsolateReport['role'] {
  const isChild = all.some((other) => other.host === host && other.hello.pid === hello.parentPid)
  return hello.role === 'main' && isChild ? 'child' : hello.role
}

/** One witness raises a suspicion only where a cache that fills would be full, or the program soon out of memory. */
function patient(
  diagnosis: IsolateDiagnosis,
  evidence: IsolateEvidence,
  recording: Recording,
): IsolateDiagnosis {
  const ms = livedMs(recording)
  const isUrgent = ms >= URGENT_MS && evidence.floorBytes >= URGENT_SHARE * evidence.heapLimitBytes
  if (diagnosis.verdict !== 'suspect' || isUrgent || ms >= PATIENCE_MS) return diagnosis
  const minutes = PATIENCE_MS / 60_000
  const says = `${diagnosis.says.replace(/\.$/, '')}; it was recorded for less than ${minutes} minutes, in which caches fill`
  return { ...diagnosis, verdict: 'inconclusive', says }
}

function evidenceOf(recording: Recording, all: readonly Recording[]): IsolateEvidence {
  const { hello, samples, sites } = recording
  const operation = operationKind(samples)
  const floors = floorSamples(samples)
  const last = floors.at(-1) ?? samples.at(-1)
  return {
    isolate: `${hello.pid}/${hello.threadId}`,
    floor: trendOf(floorPoints(samples, operation)),
    external: trendOf(externalPoints(heldSamples(recording, all), operation)),
    operation,
    lastAtMs: last?.atMs ?? 0,
    floorBytes: last?.oldGenerationBytes ?? 0,
    heapLimitBytes: last?.heapLimitBytes ?? 0,
    snapshots: null,
    sites: sites?.sampling.sites ?? [],
    facts: NO_LIVE_FACTS,
    resources: resourcesOf(floors),
    resourceSites: [],
    settled: {},
    settling: [],
    functionRuns: [],
    starved: false,
    stack: [],
  }
}

/** Without the buffers that other threads of the process hold. */
function heldSamples(recording: Recording, all: readonly Recording[]): readonly Sample[] {
  const others = all.filter((other) => other !== recording && isSameProcess(other, recording))
  return withoutTransferred(recording, others)
}

function livedMs({ samples }: Recording): number {
  return (samples.at(-1)?.atMs ?? 0) - (samples[0]?.atMs ?? 0)
}

/** The main thread of the process that started the others stands for the program. */
function targetOf(recordings: readonly Recording[]): Report['target'] {
  const mains = recordings.filter(({ hello }) => hello.threadId === 0)
  const main = mains.find((one) => roleOf(one, recordings) !== 'child') ?? recordings[0]
  const bye = main?.bye ?? null
  const startedAtMs = Math.min(...recordings.map((one) => one.startedAtMs))
  const heardAtMs = Math.max(...recordings.map((one) => one.heardAtMs))
  return {
    kind: 'recording',
    command: main === undefined ? [] : [main.hello.entry ?? 'node'],
    pid: main?.hello.pid ?? null,
    runtime: { name: 'node', version: main?.hello.nodeVersion ?? null },
    durationMs: Math.round(heardAtMs - startedAtMs),
    exit: bye === null ? null : { code: bye.exitCode, signal: null },
    endedByUs: false,
  }
}
