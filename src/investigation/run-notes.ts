// What the reader should know beside the findings: how the program ended, what was not looked at, and why.

import { limitBelowHeap } from '../diagnosis/index.ts'
import type { Death, Hello } from '../protocol/index.ts'
import { attachmentNotes } from './attachment.ts'
import { idleUncollectedBytes } from './idle-memory.ts'
import type { RunOutcome } from './run-report.ts'
import type { SessionOfIsolate } from './session-of-isolate.ts'

/** One sentence each, most important first. */
export function runNotes(
  outcome: RunOutcome,
  judged: readonly SessionOfIsolate[],
  deaths: readonly Death[],
): string[] {
  const { sessions, launched } = outcome
  const { attachment, exit } = outcome
  const own =
    attachment === undefined
      ? [deaths.length === 0 ? endNote(outcome) : null]
      : attachmentNotes(attachment, exit.durationMs, deaths.length > 0)
  const notes = [
    ...own,
    switchNote(outcome),
    belowHeapNote(outcome),
    silentNote(outcome),
    loadNote(outcome),
    unreadNote(outcome),
  ]
  for (const session of sessions)
    notes.push(...session.starvedNotes, ...session.watcher.snapshots.notes)
  notes.push(...judged.map((session) => session.watcher.snapshots.postponed))
  notes.push(versionsNote(sessions.map((session) => session.isolate.hello)))
  notes.push(...sessions.map(idleNote))
  notes.push(unwatchedNote(sessions.map((session) => session.isolate.hello)))
  const left = sessions.length - judged.length
  if (left > 0) {
    notes.push(
      left === 1
        ? 'One short-lived isolate was not judged.'
        : `${left} short-lived isolates were not judged.`,
    )
  }
  const alive = sessions.filter(
    (session) => !session.isolate.ended && session.isolate.hello.pid !== launched.pid,
  )
  if (alive.length > 0) {
    const pids = [...new Set(alive.map((session) => session.isolate.hello.pid))].join(', ')
    notes.push(`The program left processes running (pid ${pids}); they are not watched any more.`)
  }
  return [...new Set(notes.filter((note) => note !== null))]
}

function belowHeapNote({ sessions, limits }: RunOutcome): string | null {
  for (const { isolate } of sessions) {
    const heapLimitBytes = isolate.samples.at(-1)?.heapLimitBytes ?? 0
    const all = limits.lastOf(isolate.hello.pid)?.limits ?? []
    const container = all.find((one) => one.name === 'container')
    const note =
      container === undefined ? null : limitBelowHeap(heapLimitBytes, container.limitBytes)
    if (note !== null) return note
  }
  return null
}

function endNote(outcome: RunOutcome): string | null {
  const { exit, endedByUs, interrupted, sessions } = outcome
  const seconds = (exit.durationMs / 1000).toFixed(1)
  const uncaught = sessions
    .map((session) => session.isolate.bye?.uncaught)
    .find((name) => typeof name === 'string')
  if (endedByUs) {
    const ignored = exit.signal === 'SIGKILL' ? ', since it did not end by SIGTERM' : ''
    return `Tidemark ended the program after ${seconds} s, when its time was over${ignored}.`
  }
  if (exit.signal !== null && !interrupted) {
    const oom = exit.signal === 'SIGABRT' ? '; V8 aborts so when the heap limit is reached' : ''
    return `The program was ended by ${exit.signal} after ${seconds} s${oom}: the report is partial.`
  }
  if (uncaught !== undefined)
    return `The program ended by an uncaught ${uncaught} after ${seconds} s.`
  if (exit.code === 134 && !interrupted) {
    return `The program exited with code 134 after ${seconds} s; V8 aborts so when the heap limit is reached: the report is partial.`
  }
  if (exit.code !== null && exit.code !== 0 && !interrupted) {
    return `The program exited with code ${exit.code} after ${seconds} s.`
  }
  if (exit.durationMs < 5000)
    return `The program ended after ${seconds} s: too soon to see a trend.`
  return null
}

/** Processes that run another Node than the first one, e.g. children of an older line. */
export function versionsNote(
  hellos: readonly { readonly pid: number; readonly nodeVersion: string }[],
): string | null {
  const own = hellos[0]?.nodeVersion
  const others = new Map<string, Set<number>>()
  for (const { pid, nodeVersion } of hellos) {
    if (nodeVersion === own) continue
    others.set(nodeVersion, (others.get(nodeVersion) ?? new Set()).add(pid))
  }
  if (others.size === 0) return null
  const told = [...others].map(([version, pids]) => `${version} (pid ${[...pids].join(', ')})`)
  return `Some processes run another Node.js than the first one's ${own}: ${told.join('; ')}.`
}

function idleNote({ isolate, watcher }: SessionOfIsolate): string | null {
  const bytes = idleUncollectedBytes(watcher.samples)
  if (bytes === 0) return null
  return (
    `${isolate.id} stands still with ${Math.round(bytes / 1e6)} MB that came since its last collection. What is dead of it stays ` +
    'until the isolate allocates again, for V8 collects then. Memory that stands still is no leak.'
  )
}

/** Threads that were started and have no agent. */
export function unwatchedNote(
  hellos: readonly Pick<Hello, 'pid' | 'threadId' | 'workers'>[],
): string | null {
  const watched = new Set(hellos.map(({ pid, threadId }) => `${pid}/${threadId}`))
  const started = hellos.flatMap(({ pid, workers }) => workers?.map((id) => `${pid}/${id}`) ?? [])
  const missing = [...new Set(started)].filter((id) => !watched.has(id))
  if (missing.length === 0) return null
  const threads = missing.length === 1 ? 'The worker thread' : 'The worker threads'
  const has = missing.length === 1 ? 'is' : 'are'
  return (
    `${threads} ${missing.join(', ')} ${has} not watched, most likely for an environment of its own: ` +
    'new Worker(file, { env: { ...process.env, … } }) lets Tidemark in.'
  )
}

/** What switched Tidemark off: the program was not watched from then on. */
function switchNote({ switchedOff }: RunOutcome): string | null {
  if (switchedOff === null) return null
  const seconds = (switchedOff.atMs / 1000).toFixed(1)
  return `Tidemark was switched off by ${switchedOff.by} after ${seconds} s and left the program alone from then on: the report is partial.`
}

function silentNote(outcome: RunOutcome): string | null {
  if (outcome.sessions.length > 0 || outcome.switchedOff !== null) return null
  return (
    'No Node.js process with the agent was seen: the command runs another program, a Node.js before 18, or one ' +
    'that replaces NODE_OPTIONS.'
  )
}

function loadNote({ request, load }: RunOutcome): string | null {
  if (request.load === null) return null
  if (!load.started) return 'No load was driven: the program did not answer where --load points.'
  return load.failure === null ? null : `The load ended early: ${load.failure}.`
}

function unreadNote({ unread }: RunOutcome): string | null {
  return unread === 0 ? null : `${unread} of the snapshots were not read: the run was ended before.`
}
