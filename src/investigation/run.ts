// `tidemark run`: starts the program, watches every isolate that says hello, and reports when the program exits,
// when the user interrupts, or after the duration.

import type { Report } from '../protocol/index.ts'
import { launch } from '../target/index.ts'
import type { Exit, Isolate, Launched } from '../target/index.ts'
import { startAnalysis } from './analysis.ts'
import type { Analysis } from './analysis.ts'
import { pause } from './exclusive.ts'
import { LimitWatch } from './limit-watch.ts'
import { prepareLoad } from './load.ts'
import type { Load, LoadState } from './load.ts'
import { processAccounts } from './process-accounts.ts'
import { watchProcesses } from './process-watches.ts'
import { runReport } from './run-report.ts'
import type { RunHooks, RunRequest } from './run-request.ts'
import { RunFollower } from './run-status.ts'
import { SessionOfIsolate } from './session-of-isolate.ts'
import type { Attachment } from './attachment.ts'
import { watchSwitch } from './switch-off.ts'

/** Time that a program gets to end by SIGTERM before SIGKILL, ms. */
const GRACE_MS = 5000
const STATUS_EVERY_MS = 500
/** How long snapshots may still be read after the program, ms: much shorter when the user does not want to wait. */
const LONGEST_ANALYSIS_MS = 600_000
const AFTER_INTERRUPT_MS = 20_000
/** A program that does not listen by then gets its load all the same, ms. */
const LISTENING_MS = 15_000
const LISTENING_EVERY_MS = 100

/** Runs the program to its end. Rejects only when the program cannot be started or a peer is missing. */
export async function runInvestigation(request: RunRequest, hooks: RunHooks): Promise<Report> {
  const startLoad = request.load === null ? null : await prepareLoad(request.load)
  const launched = await launch({
    command: request.command,
    cwd: request.cwd,
    env: { ...process.env, ...request.environment },
  })
  hooks.onLaunched?.((signal) => launched.kill(signal))
  return investigate(request, hooks, { launched, startLoad })
}

/** The program that is watched, and how. */
interface Watched {
  readonly launched: Launched
  readonly startLoad: ((signal: AbortSignal) => Promise<Load>) | null
  /** Set where the program was there before, and stays. */
  readonly attachment?: Attachment
}

/** Watches a program that runs, and takes leave of it: one that Tidemark started is ended, any other is let go. */
export async function investigate(
  request: RunRequest,
  hooks: RunHooks,
  { launched, startLoad, attachment }: Watched,
): Promise<Report> {
  const analysis = startAnalysis()
  const over = new AbortController()
  const sessions: SessionOfIsolate[] = []
  const killSwitch = watchSwitch(() => sessions, over.signal)
  watchIsolates(request, launched, analysis, { sessions, signal: killSwitch.watching })
  const processes = watchProcesses(sessions, killSwitch.watching)
  const limits = new LimitWatch(sessions, killSwitch.watching)
  const follower = new RunFollower(sessions, analysis, processes)
  const status = setInterval(() => {
    tellStatus(follower, hooks)
  }, STATUS_EVERY_MS)
  try {
    const loadState: LoadState = { started: false, failure: null }
    const load =
      startLoad === null
        ? null
        : driveLoad(startLoad, sessions, { state: loadState, signal: over.signal })
    const parts = { load, sessions }
    const { exit, endedByUs } =
      attachment === undefined
        ? await untilOver(request, hooks, launched, parts)
        : await untilLeft(request, hooks, launched, sessions)
    over.abort()
    await attachment?.leave()
    await finished(analysis, hooks.signal)
    const interrupted = hooks.signal.aborted
    return runReport({
      request,
      launched,
      sessions,
      processes,
      limits,
      follower,
      exit,
      endedByUs,
      interrupted,
      switchedOff: killSwitch.off,
      load: loadState,
      unread: analysis.pending.count,
      ...(attachment === undefined ? {} : { attachment }),
    })
  } finally {
    over.abort()
    // Nothing where the program has ended; where we failed, it is not left behind.
    launched.kill('SIGTERM')
    clearInterval(status)
    await analysis.close()
    await launched.dispose()
  }
}

/** A fault in judging must not end the run from a timer; the report meets it again and says so. */
function tellStatus(follower: RunFollower, hooks: RunHooks): void {
  try {
    hooks.onStatus?.(follower.status())
  } catch {
    hooks.onStatus?.(follower.last)
  }
}

function watchIsolates(
  request: RunRequest,
  launched: Launched,
  analysis: Analysis,
  watch: { readonly sessions: SessionOfIsolate[]; readonly signal: AbortSignal },
): void {
  const accounts = processAccounts(request, launched.directory)
  const { sessions, signal } = watch
  const admit = (isolate: Isolate): void => {
    const { pid } = isolate.hello
    const session = new SessionOfIsolate({
      isolate,
      launched,
      analysis,
      collects: request.collects,
      ...accounts(isolate.hello),
      siblings: () => sessions.filter((other) => other.isolate.hello.pid === pid),
    })
    sessions.push(session)
    void session.watch(signal)
  }
  // A program that was attached to has said hello already.
  for (const isolate of launched.isolates) admit(isolate)
  launched.onIsolate(admit)
}

/** Load under way once the program listens; a load command that ends by itself ends the run. */
async function driveLoad(
  start: (signal: AbortSignal) => Promise<Load>,
  sessions: readonly SessionOfIsolate[],
  run: { readonly state: LoadState; readonly signal: AbortSignal },
): Promise<void> {
  const { state, signal } = run
  const deadline = performance.now() + LISTENING_MS
  while (!signal.aborted && performance.now() < deadline && !isListening(sessions)) {
    await pause(LISTENING_EVERY_MS, signal)
  }
  try {
    const load = await start(signal)
    state.started = true
    signal.addEventListener('abort', () => load.stop(), { once: true })
    state.failure = await load.done
  } catch {
    // The program ended before it answered: its own end is what the report tells.
    await aborted(signal)
  }
}

function isListening(sessions: readonly SessionOfIsolate[]): boolean {
  return sessions.some((session) => {
    const resources = session.isolate.samples.at(-1)?.resources ?? {}
    return (resources['TCPServerWrap'] ?? 0) + (resources['PipeServerWrap'] ?? 0) > 0
  })
}

async function untilOver(
  request: RunRequest,
  hooks: RunHooks,
  launched: Launched,
  parts: { readonly load: Promise<void> | null; readonly sessions: readonly SessionOfIsolate[] },
): Promise<{ exit: Exit; endedByUs: boolean }> {
  const timer = new AbortController()
  const timeUp = request.durationMs === null ? never() : pause(request.durationMs, timer.signal)
  const loadOver = parts.load === null ? never() : parts.load
  const first = await Promise.race([
    launched.exited.then(() => 'exited' as const),
    aborted(hooks.signal).then(() => 'interrupted' as const),
    timeUp.then(() => 'ended' as const),
    loadOver.then(() => 'ended' as const),
  ])
  timer.abort()
  if (first === 'ended') {
    await Promise.all(parts.sessions.map((session) => session.lastLook()))
    await endProgram(launched, parts.sessions)
  }
  // A starved program cannot hear the signal that the user sent.
  if (first === 'interrupted' && parts.sessions.some((session) => session.starved)) {
    await endProgram(launched, parts.sessions)
  }
  return { exit: await launched.exited, endedByUs: first === 'ended' }
}

/** The end of a watch that leaves the program running, unless it ends by itself. */
async function untilLeft(
  request: RunRequest,
  hooks: RunHooks,
  launched: Launched,
  sessions: readonly SessionOfIsolate[],
): Promise<{ exit: Exit; endedByUs: boolean }> {
  const startedAt = performance.now()
  const timer = new AbortController()
  const timeUp = request.durationMs === null ? never() : pause(request.durationMs, timer.signal)
  const first = await Promise.race([
    launched.exited.then(() => 'exited' as const),
    aborted(hooks.signal).then(() => 'left' as const),
    timeUp.then(() => 'over' as const),
  ])
  timer.abort()
  if (first === 'over') await Promise.all(sessions.map((session) => session.lastLook()))
  if (first === 'exited') return { exit: await launched.exited, endedByUs: false }
  const durationMs = performance.now() - startedAt
  return { exit: { code: null, signal: null, durationMs }, endedByUs: false }
}

/** The program with all processes of it that were watched: a shell or npm does not pass the signal on. */
async function endProgram(
  launched: Launched,
  sessions: readonly SessionOfIsolate[],
): Promise<void> {
  const signalAll = (signal: NodeJS.Signals): void => {
    launched.kill(signal)
    for (const pid of otherPids(launched, sessions)) sendSignal(pid, signal)
  }
  signalAll('SIGTERM')
  const grace = new AbortController()
  await Promise.race([allEnded(launched, sessions, grace.signal), pause(GRACE_MS, grace.signal)])
  grace.abort()
  signalAll('SIGKILL')
}

async function allEnded(
  launched: Launched,
  sessions: readonly SessionOfIsolate[],
  signal: AbortSignal,
): Promise<void> {
  await launched.exited
  while (!signal.aborted && otherPids(launched, sessions).length > 0) {
    await pause(LISTENING_EVERY_MS, signal)
  }
}

function otherPids(launched: Launched, sessions: readonly SessionOfIsolate[]): number[] {
  const living = sessions.filter((session) => !session.isolate.ended)
  const pids = new Set(living.map((session) => session.isolate.hello.pid))
  pids.delete(launched.pid)
  return [...pids]
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended meanwhile.
  }
}

/** Waits for the snapshots that are still being read, unless the user interrupts again. */
async function finished(analysis: Analysis, signal: AbortSignal): Promise<void> {
  const limit = new AbortController()
  const already = signal.aborted
  await Promise.race([
    analysis.settled(),
    pause(already ? AFTER_INTERRUPT_MS : LONGEST_ANALYSIS_MS, limit.signal),
    already ? never() : aborted(signal),
  ])
  limit.abort()
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

function never(): Promise<never> {
  return new Promise(() => undefined)
}
