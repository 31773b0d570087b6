// Snapshots of all this user's processes take turns: two at once would take twice the memory. Each leaves a file whose
// name says everything, in a directory that all of them read; files of processes that are gone mean nothing.

import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const HOUR_MS = 3_600_000
/** `going.<target>.<owner>.<owner's start>.<number>` and `taken.<target>.<target's start>.<when>.<owner>.<number>`. */
const GOING = /^going\.(\d+)\.(\d+)\.(\d+)\.\d+$/
const TAKEN = /^taken\.(\d+)\.(\d+)\.(\d+)\.\d+\.\d+$/

let turns = 0

/** A turn, to be ended in any case. */
export interface SnapshotTurn {
  /** Whether a snapshot was taken in it, which counts for an hour. */
  end(taken: boolean): void
}

/**
 * Takes the turn for a snapshot of a process; `null` where it is to be taken `alone` and another one is under way. Without a
 * directory there is nobody to ask: the turn is given. Two that ask at the same moment may both be refused, never both admitted.
 */
export function takeTurn(
  directory: string | null,
  target: number,
  alone: boolean,
): SnapshotTurn | null {
  if (directory === null) return { end: () => undefined }
  turns += 1
  const name = `going.${target}.${process.pid}.${startOf(process.pid)}.${turns}`
  const path = join(directory, name)
  try {
    writeFileSync(path, '', { mode: 0o600, flag: 'wx' })
  } catch {
    return { end: () => undefined }
  }
  if (alone && isOtherUnderWay(directory, name)) {
    rmSync(path, { force: true })
    return null
  }
  return {
    end: (taken) => {
      const done = `taken.${target}.${startOf(target)}.${Date.now()}.${process.pid}.${turns}`
      try {
        if (taken) renameSync(path, join(directory, done))
        else rmSync(path, { force: true })
      } catch {
        // The directory is gone: there is nobody left to tell.
      }
    },
  }
}

/** Whether a snapshot other than `own` is under way. Removes what processes left behind that are gone. */
export function isOtherUnderWay(directory: string | null, own: string = ''): boolean {
  let found = false
  for (const name of names(directory)) {
    const [, , owner, start] = GOING.exec(name) ?? []
    if (owner === undefined || name === own) continue
    if (isRunning(Number(owner), start ?? '0')) found = true
    else rmSync(join(directory ?? '', name), { force: true })
  }
  return found
}

/** How many snapshots of this process were taken within the last hour, by whomever. Removes older marks. */
export function takenThisHour(directory: string | null, target: number): number {
  const targetStart = startOf(target)
  let count = 0
  for (const name of names(directory)) {
    const [, pid, start, atMs] = TAKEN.exec(name) ?? []
    if (pid === undefined) continue
    const isRecent = Math.abs(Date.now() - Number(atMs)) < HOUR_MS
    if (!isRecent) rmSync(join(directory ?? '', name), { force: true })
    else if (Number(pid) === target && start === targetStart) count += 1
  }
  return count
}

function names(directory: string | null): readonly string[] {
  try {
    return directory === null ? [] : readdirSync(directory)
  } catch {
    return []
  }
}

function isRunning(pid: number, start: string): boolean {
  if (startOf(pid) !== start) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** When the process was started, in ticks since the machine was: a number that the next process with its id has not. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0'
  } catch {
    return '0'
  }
}
