// Everything that a run has seen, as one report.

import { diagnose } from '../diagnosis/index.ts'
import type { IsolateDiagnosis, IsolateEvidence, SourceLookup } from '../diagnosis/index.ts'
import { REPORT_SCHEMA } from '../protocol/index.ts'
import type { Death, Intrusion, IsolateReport, Report, Verdict } from '../protocol/index.ts'
import type { Exit, Launched } from '../target/index.ts'
import type { Attachment } from './attachment.ts'
import { deathsOf, isCutShort, withDeaths } from './deaths.ts'
import { judgedOf, livedMs } from './judged-sessions.ts'
import type { LoadState } from './load.ts'
import type { QuestionCost } from './live-answers.ts'
import { isolateEvidence } from './isolate-evidence.ts'
import { isolateReport } from './isolate-report.ts'
import type { LimitWatch } from './limit-watch.ts'
import { SAMPLING_INTERVAL_BYTES } from './isolate-watch.ts'
import { careRules } from './guards/care.ts'
import { judgedProcess, processNotes } from './process-report.ts'
import type { ProcessWatch } from './process-watch.ts'
import { runNotes } from './run-notes.ts'
import type { RunFollower } from './run-status.ts'
import type { RunRequest } from './run-request.ts'
import type { SessionOfIsolate } from './session-of-isolate.ts'
import { sourceLookup } from './source-lookup.ts'
import type { SwitchWatch } from './switch-off.ts'
import { mergedFindings, overallVerdict, summarySentence } from './summary.ts'
import { pileSentence, pricedPiles, withWorkerPiles } from './worker-findings.ts'
import type { PricedPile } from './worker-findings.ts'

export interface RunOutcome {
  readonly request: RunRequest
  readonly launched: Launched
  readonly sessions: readonly SessionOfIsolate[]
  readonly processes: readonly ProcessWatch[]
  readonly limits: LimitWatch
  readonly follower: RunFollower
  readonly exit: Exit
  /** Whether Tidemark ended the program, after the duration or the load. */
  readonly endedByUs: boolean
  readonly interrupted: boolean
  readonly switchedOff: SwitchWatch['off']
  readonly load: LoadState
  /** Snapshots that were not read when the report was made. */
  readonly unread: number
  /** Set where Tidemark did not start the program. */
  readonly attachment?: Attachment
}

interface Judged {
  readonly session: SessionOfIsolate
  readonly evidence: IsolateEvidence
  readonly diagnosis: IsolateDiagnosis
  readonly report: IsolateReport
}

/** The report of a run. Reads source files for positions; otherwise pure over what was seen. */
export function runReport(outcome: RunOutcome): Report {
  const { request, launched, sessions, exit, attachment } = outcome
  const lookup = lookupFor(sessions, request.cwd, launched.sourceRoot)
  const judgedSessions = judgedOf(sessions)
  const deaths = deathsOf(outcome, lookup)
  const judged = judgedSessions.map((session) => judge(session, lookup, deaths))
  const piles = pricedPiles(sessions)
  const isolates = judged.map((one) => withDeaths(withPiles(one.report, piles), deaths))
  const processes = outcome.processes.flatMap((watch) => judgedProcess(watch, judged, lookup) ?? [])
  const findings = mergedFindings([
    ...withWorkerPiles(
      judged.flatMap((one) => one.diagnosis.findings),
      piles,
      lookup,
    ),
    ...processes.flatMap((one) => one.finding ?? []),
  ])
  const bounded = judged
    .flatMap((one) => one.diagnosis.bounded)
    .filter((growth) => !isCutShort(growth.isolate, deaths))
  const verdict: Verdict = overallVerdict(
    isolates.map((isolate, at) => ({ ...isolate, livedMs: livedMs(judged[at]?.session) })),
    processes.map((one) => one.report),
  )
  const hello = sessions[0]?.isolate.hello
  return {
    schema: REPORT_SCHEMA,
    version: request.version,
    createdAt: new Date().toISOString(),
    partial: deaths.length > 0 || isPartial(outcome),
    target: {
      kind: hello === undefined ? 'unknown' : 'node',
      command: request.command,
      pid: launched.pid,
      runtime: {
        name: hello === undefined ? 'unknown' : 'node',
        version: hello?.nodeVersion ?? null,
      },
      durationMs: Math.round(exit.durationMs),
      exit: attachment === undefined ? { code: exit.code, signal: exit.signal } : null,
      endedByUs: outcome.endedByUs,
    },
    verdict,
    verdictAtMs: Math.round(Math.min(outcome.follower.since(verdict), exit.durationMs)),
    summary: summarySentence({ verdict, findings, bounded, isolates, deaths }),
    isolates,
    processes: processes.map((one) => one.report),
    ...(deaths.length === 0 ? {} : { deaths }),
    findings,
    bounded,
    notes: [...runNotes(outcome, judgedSessions, deaths), ...processNotes(processes)],
    intrusion: intrusionOf(outcome),
    falseDiscoveryRate: falseDiscoveryRate(judged),
  }
}

/** Piled-up threads are the fault of the isolate that starts them, whatever its heap says. */
function withPiles(report: IsolateReport, piles: readonly PricedPile[]): IsolateReport {
  const own = piles.find((pile) => pile.isolate === report.id)
  if (own === undefined || report.verdict === 'leaking') return report
  return { ...report, verdict: 'leaking', says: pileSentence(own) }
}

function lookupFor(
  sessions: readonly SessionOfIsolate[],
  cwd: string,
  root: Launched['sourceRoot'],
): SourceLookup {
  const liveMaps = new Map(sessions.flatMap((session) => [...session.liveMaps]))
  return sourceLookup({ cwd, liveMaps, root })
}

function judge(session: SessionOfIsolate, lookup: SourceLookup, deaths: readonly Death[]): Judged {
  const { hello, id } = session.isolate
  const evidence = isolateEvidence(session.watcher, {
    isolate: id,
    starved: session.starved,
    stack: session.starvedStack,
    ranOut: isCutShort(id, deaths),
  })
  const diagnosis = diagnose(evidence, lookup)
  const { pid, threadId, role, entry } = hello
  const report = isolateReport({
    facts: { pid, threadId, role, entry },
    evidence,
    diagnosis,
    samples: session.watcher.samples,
    lookup,
  })
  return { session, evidence, diagnosis, report }
}

/** The program died, or snapshots could not all be read. */
function isPartial(outcome: RunOutcome): boolean {
  const died = outcome.exit.signal !== null && !outcome.interrupted && !outcome.endedByUs
  const unread = outcome.sessions.some((session) => session.watcher.snapshots.notes.length > 0)
  return (
    died ||
    unread ||
    outcome.switchedOff !== null ||
    outcome.unread > 0 ||
    outcome.sessions.length === 0
  )
}

function intrusionOf({ sessions, request }: RunOutcome): Intrusion {
  const rules = careRules(request.care ?? 'development')
  // Reading the sampled allocations collects as well, so all that were asked for are counted where they show.
  const pauses = sessions.flatMap((session) =>
    session.watcher.samples.filter((one) => one.trigger === 'gc-asked').map((one) => one.gcPauseMs),
  )
  const sampled = sessions.map((session) => session.watcher.samplingMs)
  return {
    collections: pauses.length,
    collectionPauseMs: Math.round(pauses.reduce((sum, one) => sum + one, 0)),
    longestCollectionMs: Math.round(pauses.reduce((most, one) => Math.max(most, one), 0)),
    snapshots: sessions.flatMap((session) =>
      session.watcher.snapshots.taken.map(({ atMs, pauseMs, bytes, way }) => ({
        isolate: session.isolate.id,
        atMs: Math.round(atMs),
        pauseMs: Math.round(pauseMs),
        bytes,
        way,
      })),
    ),
    decisions: [...new Set(sessions.map((session) => session.guards))].flatMap(
      (guards) => guards.decisions,
    ),
    samplingMs: Math.round(Math.max(0, ...sampled)),
    samplingIntervalBytes: SAMPLING_INTERVAL_BYTES,
    lookupPauseMs: Math.round(sum(sessions, ({ pauseMs }) => pauseMs)),
    resourceStacks: resourceStacksOf(sessions),
    budgetShare: rules.collectionShare + rules.snapshotShare + rules.lookupShare,
    budgetAllowanceMs: rules.snapshotAllowanceMs + rules.lookupAllowanceMs,
  }
}

function resourceStacksOf(sessions: readonly SessionOfIsolate[]): Intrusion['resourceStacks'] {
  const types = [...new Set(sessions.flatMap((session) => session.questions.cost.types))]
  if (types.length === 0) return null
  const looked = sum(sessions, (cost) => cost.looked)
  return { types, looked, costMs: Math.round(sum(sessions, (cost) => cost.costMs)) }
}

function sum(sessions: readonly SessionOfIsolate[], part: (cost: QuestionCost) => number): number {
  return sessions.reduce((total, session) => total + part(session.questions.cost), 0)
}

/** Expected share of false findings: each is carried by a trend that is wrong with chance alpha. */
function falseDiscoveryRate(judged: readonly Judged[]): number | null {
  const tested = judged.filter((one) => one.evidence.floor !== null)
  const found = tested.filter((one) => one.diagnosis.verdict === 'leaking').length
  const alpha = tested[0]?.evidence.floor?.alpha
  if (alpha === undefined || found === 0) return null
  return Math.min(1, (alpha * tested.length) / found)
}
