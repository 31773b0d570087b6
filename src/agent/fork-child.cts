// Follows the copy that writes a snapshot: polls for its end, and ends it where it stands still. A copy has none of the
// process's other threads; where one of them held a lock or did part of a job at the fork, the copy waits for it forever.

import { readFileSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import { performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers'
import type { NativePart } from './fork-native.cts'

const FIRST_POLL_MS = 10
const SLOWEST_POLL_MS = 200
const SLOWER_BY = 1.3
/** A copy that sleeps for so long, uses no CPU and writes nothing waits for a thread that it does not have. */
const STANDSTILL_MS = 2000
/** Exit codes of `native/fork.c`. */
const NO_RESULT = 70
const NO_PREPARATION = 71

/** What `reap` says of a copy that runs. */
const RUNS = -1

/** A copy at work. */
export interface ForkChild {
  /** `null` once the file is written, else what became of the copy. It has been reaped by then. */
  readonly ended: Promise<string | null>
  /** Ends it. */
  readonly kill: () => void
}

/** Follows `pid`, which writes `path`, for at most `limitMs`. Does not keep the process alive. */
export function followChild(
  native: NativePart,
  { pid, path, limitMs }: { readonly pid: number; readonly path: string; readonly limitMs: number },
): ForkChild {
  const deadline = performance.now() + limitMs
  let killedFor: string | null = null
  const kill = (why: string): void => {
    if (killedFor !== null) return
    killedFor = why
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended meanwhile.
    }
  }
  const follow = async (): Promise<string | null> => {
    const standstill = createStandstill(pid, path)
    for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(pollMs * SLOWER_BY, SLOWEST_POLL_MS)) {
      const status = native.reap(pid)
      if (status !== RUNS) return killedFor ?? describeEnd(status)
      if (standstill.lastsMs() > STANDSTILL_MS) kill('the copy stood still')
      if (performance.now() > deadline)
        kill(`the copy took more than ${Math.round(limitMs / 1000)} s`)
      await shortly(pollMs)
    }
  }
  return {
    ended: follow(),
    kill: () => {
      kill('the copy was ended')
    },
  }
}

/** For how long the copy has slept without using CPU or writing, ms. */
function createStandstill(pid: number, path: string): { readonly lastsMs: () => number } {
  let last = ''
  let since = performance.now()
  return {
    lastsMs: () => {
      const now = performance.now()
      const seen = progressOf(pid, path)
      if (seen === null || seen !== last) since = now
      last = seen ?? ''
      return now - since
    },
  }
}

/** CPU time and bytes written; `null` while the copy is not asleep. Costs some 50 µs. */
function progressOf(pid: number, path: string): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name, in brackets, may hold anything.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (state !== 'S') return null
    return `${fields[10]} ${fields[11]} ${statSync(path, { throwIfNoEntry: false })?.size}`
  } catch {
    return null
  }
}

function describeEnd(status: number): string | null {
  if (status < 0) return 'the end of the copy was told to somebody else'
  const signal = status & 0x7f
  const code = status >> 8
  if (signal === 0 && code === 0) return null
  if (signal !== 0) return `the copy ended by ${signalName(signal)}`
  if (code === NO_PREPARATION) return 'the copy could not be set apart'
  if (code === NO_RESULT) return 'the copy threw'
  return `the copy could not write the file: ${errnoName(code)}`
}

function signalName(signal: number): string {
  const found = Object.entries(constants.signals).find(([, value]) => value === signal)
  return found?.[0] ?? `signal ${signal}`
}

function errnoName(code: number): string {
  const found = Object.entries(constants.errno).find(([, value]) => value === code)
  return found?.[0] ?? `code ${code}`
}

function shortly(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
