// Which of the watched isolates died of memory, and what filled it.

import { causeOfDeath, deathSentence, fillingSites, holdersOf } from '../diagnosis/index.ts'
import type { Ending, SourceLookup } from '../diagnosis/index.ts'
import type { Death, IsolateReport } from '../protocol/index.ts'
import type { Exit, Isolate } from '../target/index.ts'
import type { LastMemory, LimitWatch } from './limit-watch.ts'
import type { SessionOfIsolate } from './session-of-isolate.ts'

/** Signals by the exit code that a shell gives for a child that they ended. */
const SIGNALS_OF_CODES: Readonly<Record<number, string>> = {
  132: 'SIGILL',
  133: 'SIGTRAP',
  134: 'SIGABRT',
  137: 'SIGKILL',
}

/** What ran and what ran it end within this time of one another, ms. */
const TOGETHER_MS = 2000

/** A program that is told to end gets five seconds for it. */
const LONG_BEFORE_MS = 7000

/** What is known of a run when it is over. */
export interface EndedRun {
  readonly sessions: readonly SessionOfIsolate[]
  readonly limits: LimitWatch
  readonly launched: { readonly pid: number }
  readonly exit: Exit
  /** Whether Tidemark or the user ended the program: its signals then say nothing. */
  readonly endedByUs: boolean
  readonly interrupted: boolean
  /** Set where Tidemark did not start the program: nobody tells it how that ended. */
  readonly attachment?: { readonly isThere: () => boolean }
}

/** The deaths in the order of the isolates' start; O(sessions). */
export function deathsOf(run: EndedRun, lookup: SourceLookup): Death[] {
  return run.sessions.flatMap((session) => {
    const ending = endingOf(session, run)
    const bare = ending === null ? null : causeOfDeath(ending)
    if (bare === null) return []
    const { limitName: _, ...facts } = bare
    const filledBy = fillingSites(session.watcher.sites, lookup)
    const heldBy = holdersOf(session.watcher.heldLeads, lookup)
    return [{ ...facts, says: deathSentence(bare), filledBy, heldBy }]
  })
}

/** What died of memory that came bit by bit has found no ceiling and did not stand still, whatever the curve says. */
export function withDeaths(report: IsolateReport, deaths: readonly Death[]): IsolateReport {
  const isOpen = report.verdict === 'bounded' || report.verdict === 'stable'
  if (!isOpen || !isCutShort(report.id, deaths)) return report
  return {
    ...report,
    verdict: 'inconclusive',
    says: 'its memory grew until the limit, which is no ceiling of its own',
  }
}

/** Whether the isolate died of memory that it had been seen to fill. */
export function isCutShort(isolate: string, deaths: readonly Death[]): boolean {
  return deaths.some((death) => death.isolate === isolate && !death.inOneTurn)
}

function endingOf(session: SessionOfIsolate, run: EndedRun): Ending | null {
  const { isolate, startedAt } = session
  const { pid, threadId } = isolate.hello
  const isWorker = threadId !== 0
  const uncaught = isolate.bye?.uncaught ?? null
  const saidFull = isWorker && wasExhausted(session, run.sessions)
  if (!isolate.ended || (isolate.bye !== null && uncaught === null && !saidFull)) return null
  const last = run.limits.lastOf(pid)
  const wasStopped = (run.endedByUs || run.interrupted) && !endedLongBefore(last, run)
  // Where Tidemark took leave of the program its agents are gone, and the program is not.
  const wasLeft = run.attachment?.isThere() === true
  if ((wasStopped || wasLeft) && !saidFull) return null
  const outside = last === null ? null : { ...last, atMs: last.atMs - startedAt }
  const heap = lastHeap(isolate)
  const isLaunched = pid === run.launched.pid
  const lastHeardMs = Math.max(heap?.atMs ?? 0, isWorker ? 0 : (outside?.atMs ?? 0))
  return {
    isolate: isolate.id,
    isWorker,
    saidFull,
    signal: endSignal(run, isLaunched || endedWithLaunched(session, run)),
    uncaught,
    afterMs: Math.round(isLaunched && !isWorker ? run.exit.durationMs : lastHeardMs),
    heap,
    outside,
  }
}

/** A command such as `npm start` ends by the code of what it ran. */
function endedWithLaunched(
  session: SessionOfIsolate,
  { exit, limits, sessions }: EndedRun,
): boolean {
  const isSeen = sessions.some((one) => one.isolate.hello.parentPid === process.pid)
  const last = limits.lastOf(session.isolate.hello.pid)
  if (isSeen || last === null) return false
  return exitAtMs({ sessions, exit }) - last.atMs < TOGETHER_MS
}

/** Whether a process was gone before the program was told to end: one of a cluster's, say, which was replaced. */
function endedLongBefore(last: LastMemory | null, run: EndedRun): boolean {
  return last !== null && exitAtMs(run) - last.atMs > LONG_BEFORE_MS
}

/** When the launched process ended, on the clock of `performance.now()`; some milliseconds late. */
function exitAtMs({ sessions, exit }: Pick<EndedRun, 'sessions' | 'exit'>): number {
  return (sessions[0]?.startedAt ?? 0) + exit.durationMs
}

function endSignal(
  { exit: { code, signal }, attachment }: EndedRun,
  isKnown: boolean,
): string | null {
  if (!isKnown || attachment !== undefined) return 'unknown'
  return signal ?? SIGNALS_OF_CODES[code ?? 0] ?? null
}

/** Whether another isolate of the process heard that this thread's heap was full, or ended by that error. */
function wasExhausted(
  { isolate }: SessionOfIsolate,
  sessions: readonly SessionOfIsolate[],
): boolean {
  const { pid, threadId } = isolate.hello
  if (isolate.bye !== null) return false
  return sessions
    .filter((other) => other.isolate.hello.pid === pid && other.isolate !== isolate)
    .some(({ isolate: { hello, bye } }) => {
      return hello.exhausted?.includes(threadId) === true || endsByWorker(bye?.uncaught ?? null)
    })
}

function endsByWorker(uncaught: string | null): boolean {
  return uncaught?.includes('ERR_WORKER_OUT_OF_MEMORY') === true
}

/** The last reading, with what a collection just before it left, where there was one: the rest may be garbage. */
function lastHeap({ samples, hello }: Isolate): Ending['heap'] {
  const last = samples.at(-1)
  // It died in its first turn: what there was before is next to nothing.
  if (last === undefined && hello.memory !== undefined) {
    const { heapLimitBytes: limitBytes, rssBytes } = hello.memory
    return { atMs: 0, usedBytes: 0, limitBytes, rssBytes }
  }
  if (last === undefined) return null
  const collected = samples.findLast((sample) => sample.trigger !== 'interval') ?? last
  return {
    atMs: last.atMs,
    usedBytes: collected.oldGenerationBytes,
    limitBytes: last.heapLimitBytes,
    rssBytes: collected.rssBytes,
  }
}
