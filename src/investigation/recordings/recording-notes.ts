// What else the reader of a recording should know: that it is only a trend, what the program's own agent noticed, what is
// missing.

import type { FoundRecordings } from './recording-files.ts'
import { isSameProcess } from './recording.ts'
import type { Recording } from './recording.ts'

/** `idle` isolates take no part in the verdict. */
export function recordingNotes(found: FoundRecordings, idle: number): string[] {
  const { recordings, earlier, more, unreadable } = found
  const broken = recordings.reduce((sum, one) => sum + one.brokenLines, 0)
  return [
    'A recording has no snapshot: it can raise a suspicion, and no more. What holds the memory, tidemark attach says while the program runs.',
    ...recordings.flatMap(noticed),
    ...recordings.flatMap((one) => unrecorded(one, recordings)),
    ...(idle === 0
      ? []
      : [`${counted(idle, 'isolate')} hardly allocated and were not collected: they have no say.`]),
    ...(earlier === 0
      ? []
      : [
          `${counted(earlier, 'recording')} of earlier runs of the same programs were left out: name their files to read them.`,
        ]),
    ...(more === 0 ? [] : [`${counted(more, 'recording')} beyond the latest were left out.`]),
    ...(unreadable === 0 ? [] : [`${counted(unreadable, 'recording')} could not be read.`]),
    ...(broken < 2
      ? []
      : [
          `${counted(broken, 'line')} could not be read: the disk was full, or files were damaged.`,
        ]),
  ]
}

/** The last rise that the agent looked closer at. */
function noticed({ hello, suspicions, sites }: Recording): string[] {
  const last = suspicions.at(-1)
  if (last === undefined) return []
  const who = `${hello.pid}/${hello.threadId}`
  const from = (last.fromBytes / 1e6).toFixed(1)
  const to = (last.toBytes / 1e6).toFixed(1)
  const rise = `The floor of ${who} rose from ${from} to ${to} MB in ${Math.round(last.overMs / 60_000)} minutes`
  if (last.refused !== null) return [`${rise}; allocations were not sampled: ${last.refused}.`]
  if (sites === null)
    return [`${rise}; what allocations stay was not read before the recording ended.`]
  const minutes = Math.round(sites.sampling.sinceMs / 60_000)
  return [
    `${rise}; allocations were sampled for ${minutes} minutes, and reading them stopped it for ${Math.round(sites.pauseMs)} ms.`,
  ]
}

/** Threads that were started with an environment or options of their own, which took the recorder out. */
function unrecorded(one: Recording, all: readonly Recording[]): string[] {
  const { hello } = one
  const recorded = all.filter((other) => isSameProcess(other, one))
  const ids = new Set(recorded.map((other) => other.hello.threadId))
  const missing = (hello.workers ?? []).filter((id) => !ids.has(id))
  if (missing.length === 0) return []
  return [
    `${counted(missing.length, 'worker thread')} of process ${hello.pid} could not be recorded.`,
  ]
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}
