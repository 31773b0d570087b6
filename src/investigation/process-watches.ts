// A watch for each process that has isolates: started when the first of them says hello.

import { judgeProcess } from '../diagnosis/index.ts'
import { pause } from './exclusive.ts'
import { processEvidence } from './process-evidence.ts'
import { ProcessWatch } from './process-watch.ts'
import type { SessionOfIsolate } from './session-of-isolate.ts'

const LOOK_EVERY_MS = 250
const JUDGE_EVERY_MS = 2000
/** Judging may take one part in this many of the time. */
const TIME_SHARE = 50
/** Time in which objects are made that the second snapshot can tell from the first's. */
const BETWEEN_MS = 5000
/** A process has more threads than this seldom; their snapshots would stop it for long. */
const MOST_SNAPSHOTS = 3
/** Processes of a run that are read from outside; the others are judged by their isolates alone. */
const MOST_PROCESSES = 16

/** Watches the processes of all isolates in `sessions`, also of those to come, until `signal`; the list grows. */
export function watchProcesses(
  sessions: readonly SessionOfIsolate[],
  signal: AbortSignal,
): readonly ProcessWatch[] {
  const watches: ProcessWatch[] = []
  void follow(sessions, watches, signal)
  return watches
}

async function follow(
  sessions: readonly SessionOfIsolate[],
  watches: ProcessWatch[],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && watches.length < MOST_PROCESSES) {
    for (const session of sessions) {
      const { pid } = session.isolate.hello
      if (watches.length >= MOST_PROCESSES || watches.some((watch) => watch.pid === pid)) continue
      const watch = new ProcessWatch(pid, () =>
        sessions.filter((one) => one.isolate.hello.pid === pid),
      )
      watches.push(watch)
      void watch.watch(signal)
      void explain(watch, signal)
    }
    await pause(LOOK_EVERY_MS, signal)
  }
}

/** Takes a snapshot of the main isolate, and of some others, once native memory is suspected: it names who waits for what. */
async function explain(watch: ProcessWatch, signal: AbortSignal): Promise<void> {
  let waitMs = JUDGE_EVERY_MS
  while (!signal.aborted) {
    await pause(waitMs, signal)
    const startedAt = performance.now()
    const { about } = judgeProcess(processEvidence(watch, []))
    waitMs = Math.max(JUDGE_EVERY_MS, TIME_SHARE * (performance.now() - startedAt))
    if (signal.aborted || about !== 'native') continue
    const living = watch.sessions.filter((session) => !session.isolate.ended)
    for (const session of living.slice(0, MOST_SNAPSHOTS)) await session.lookForNative(1)
    await pause(BETWEEN_MS, signal)
    for (const session of living.slice(0, MOST_SNAPSHOTS)) await session.lookForNative(2)
    return
  }
}
