// A snapshot without the pause: a copy of the process writes it while the program goes on. The program stands still only
// while the kernel makes the copy. docs/internals/fork-snapshot.md says what could go wrong and what becomes of it.

import { readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { setTimeout } from 'node:timers'
import { getHeapStatistics } from 'node:v8'
import { followChild } from './fork-child.cts'
import type { ForkChild } from './fork-child.cts'
import { generatorBytes } from './fork-memory.cts'
import { errorName, nativePart } from './fork-native.cts'
import type { NativePart } from './fork-native.cts'
import { writeSnapshotFile } from './snapshot-file.cts'
import type { SnapshotTransform } from './snapshot-file.cts'

const MOST_TRIES = 2
const RETRY_MS = 100
/** The copy may take so many times what was predicted before an allocation fails in it, and this on top. */
const MEMORY_SLACK = 3
const MEMORY_BASE_BYTES = 512 * 1024 * 1024
/** Longest that a copy may take, and so much more for each byte of heap: some ten times what was measured. */
const CHILD_LIMIT_MS = 120_000
const CHILD_LIMIT_MS_PER_BYTE = 600_000 / 1e9
/** Another thread is forking; every other refusal of the kernel's stays one. */
const BUSY = -constants.errno.EBUSY

/** What a fork is to write, and how. */
export interface ForkTask {
  /** A name that is not in use; on failure nothing stays there. */
  readonly path: string
  readonly keepIds: boolean
  readonly transform: SnapshotTransform | null
  /** Runs what stops the isolate; the milliseconds it took. */
  readonly stopping: <T>(work: () => T) => { readonly result: T; readonly tookMs: number }
}

/** How it went: `failure` is `null` where the file is written. */
export interface ForkOutcome {
  readonly failure: string | null
  readonly pauseMs: number
  readonly tries: number
}

/** Why this process cannot be forked by us, or `null`. */
export function forkRefusal(): string | null {
  try {
    nativePart()
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

let current: ForkChild | null = null
let isEnding = false

/** Ends the copy that is at work, where there is one; its snapshot fails. */
export function endFork(): void {
  isEnding = current !== null
  current?.kill()
}

/**
 * Forks, at most twice, until a copy has written the file. Each fork stops the isolate for some milliseconds and some 80 ms
 * for each GB of resident memory; numbering the objects (`keepIds`) for a collection and a walk over the heap.
 */
export async function forkSnapshot(task: ForkTask): Promise<ForkOutcome> {
  const refusal = forkRefusal()
  if (refusal !== null) return { failure: refusal, pauseMs: 0, tries: 0 }
  const native = nativePart()
  let pauseMs = task.keepIds ? task.stopping(() => native.numberObjects()).tookMs : 0
  let failure: string | null = null
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    if (tries > 1) await shortly(RETRY_MS)
    const forked = forkOnce(native, task)
    pauseMs += forked.pauseMs
    if (forked.child === null) {
      failure = `the kernel refused to fork: ${errorName(forked.error)}`
      if (forked.error !== BUSY) return { failure, pauseMs, tries }
      continue
    }
    current = forked.child
    failure = await forked.child.ended
    current = null
    const isLast = failure === null || isEnding
    isEnding = false
    if (isLast) return { failure, pauseMs, tries }
  }
  return { failure, pauseMs, tries: MOST_TRIES }
}

interface Forked {
  readonly child: ForkChild | null
  readonly error: number
  readonly pauseMs: number
}

function forkOnce(native: NativePart, { path, transform, stopping }: ForkTask): Forked {
  const heapUsedBytes = getHeapStatistics().used_heap_size
  const limitMs = CHILD_LIMIT_MS + CHILD_LIMIT_MS_PER_BYTE * heapUsedBytes
  const addressSpace = addressSpaceLimit(heapUsedBytes)
  // The copy can make no files.
  writeFileSync(path, '', { mode: 0o600 })
  const { result, tookMs } = stopping(() =>
    native.fork(() => writeInCopy(path, transform), addressSpace),
  )
  if (result <= 0) return { child: null, error: result, pauseMs: tookMs }
  return { child: followChild(native, { pid: result, path, limitMs }), error: 0, pauseMs: tookMs }
}

/** Runs in the copy. Gives its exit code: 0, or the number of the error. */
function writeInCopy(path: string, transform: SnapshotTransform | null): number {
  try {
    writeSnapshotFile(path, transform)
    return 0
  } catch (error) {
    const number = error instanceof Error && 'errno' in error ? Number(error.errno) : 0
    return number < 0 ? -number : constants.errno.EIO
  }
}

/** 0 where the size of the process cannot be read. */
function addressSpaceLimit(heapUsedBytes: number): number {
  try {
    const status = readFileSync('/proc/self/status', 'latin1')
    const kilobytes = /^VmSize:\s+(\d+) kB$/m.exec(status)?.[1]
    if (kilobytes === undefined) return 0
    const slack = MEMORY_SLACK * generatorBytes(heapUsedBytes) + MEMORY_BASE_BYTES
    return Math.ceil(Number(kilobytes) * 1024 + slack)
  } catch {
    return 0
  }
}

function shortly(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
