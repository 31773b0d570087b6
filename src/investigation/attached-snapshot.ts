// `tidemark snapshot`: one snapshot of a program that runs already, taken only where its price is known and fits.

import { constants } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { TidemarkError } from '../protocol/index.ts'
import type { SnapshotResult } from '../protocol/index.ts'
import { attachTo } from '../target/index.ts'
import type { Attached, AttachTarget, Isolate } from '../target/index.ts'
import { ProcessGuards } from './guards/process-guards.ts'
import { SnapshotCosts } from './guards/snapshot-cost.ts'
import type { Way } from './guards/snapshot-cost.ts'
import { redactFiles } from './redaction/redact-files.ts'

/** The first reading comes with the first turn of the event loop. */
const FIRST_SAMPLE_MS = 10_000
const SNAPSHOT_MS = 15 * 60_000
const LOOK_EVERY_MS = 20

export interface SnapshotOrder {
  readonly target: AttachTarget
  /** 0 for the main thread. */
  readonly threadId: number
  /** The file to write; one with Node's own kind of name in `directory` where there is none. */
  readonly output: string | null
  readonly directory: string
  /** Whether strings and numbers of the heap stay in it; else the graph is written without them. */
  readonly contents: boolean
  /** Longest pause that it may be predicted to take, ms. */
  readonly maxPauseMs: number
  /** Leaves the program at once where it is aborted. */
  readonly signal: AbortSignal
}

export interface TakenSnapshot {
  readonly path: string
  readonly bytes: number
  readonly pauseMs: number
  readonly way: Way
}

/**
 * Attaches, takes it, and leaves; the file is private (0600) and appears whole or not at all. Rejects with
 * `TARGET_REFUSED` where it does not fit, `CANCELLED`, and with whatever keeps Tidemark from attaching.
 */
export async function attachedSnapshot(order: SnapshotOrder): Promise<TakenSnapshot> {
  const attached = await attachTo(order.target)
  try {
    const isolate = await isolateOf(attached, order.threadId)
    const taken = await takeGuarded(isolate, attached, order)
    const path = resolve(order.directory, order.output ?? basename(taken.path))
    // The program may be let go before what may be a long copy.
    await attached.leave()
    await write(taken.path, path, order)
    const { size: bytes } = await stat(path)
    return { path, bytes, pauseMs: taken.pauseMs, way: taken.way }
  } finally {
    await attached.dispose()
  }
}

async function isolateOf(attached: Attached, threadId: number): Promise<Isolate> {
  const deadline = performance.now() + FIRST_SAMPLE_MS
  for (;;) {
    const found = attached.isolates.find((isolate) => isolate.hello.threadId === threadId)
    if (found !== undefined && found.samples.length > 0) return found
    if (performance.now() > deadline) {
      const { pid } = attached
      if (found === undefined) {
        throw new TidemarkError('TARGET_REFUSED', `process ${pid} has no thread ${threadId}`, {
          pid,
          hint: `Its threads are: ${attached.isolates.map((one) => one.hello.threadId).join(', ')}.`,
        })
      }
      throw new TidemarkError('TARGET_SILENT', `the event loop of process ${pid} does not turn`, {
        pid,
        hint: 'tidemark attach reads a starved program through the inspector.',
      })
    }
    await new Promise((done) => {
      setTimeout(done, LOOK_EVERY_MS)
    })
  }
}

/** The guards decide on it as on those of a run: by what memory, disk, other snapshots and the pause allow. */
async function takeGuarded(
  isolate: Isolate,
  { pid, directory }: Attached,
  { maxPauseMs, signal }: SnapshotOrder,
): Promise<SnapshotResult> {
  const { fork, rssBytes } = await isolate.command('snapshot-ways', {})
  const limits = { care: 'development', mostSnapshotsAnHour: null, maxPauseMs, directory } as const
  const guards = new ProcessGuards({ pid, ...limits })
  const last = isolate.samples.at(-1)
  const { decision, says } = await guards.decide({
    ...NOTHING_YET,
    isolate: isolate.id,
    heapBytes: last?.heapUsedBytes ?? 0,
    heapRoomBytes: Math.max(0, (last?.heapLimitBytes ?? 0) - (last?.oldGenerationBytes ?? 0)),
    rssBytes,
    costs: new SnapshotCosts(),
    noFork: fork,
  })
  if (decision.kind !== 'go') throw refused(pid, says ?? 'it does not fit')
  // Nothing is compared with it later, so a fork needs no numbers, and hardly stops the program.
  const way = fork === null ? 'fork' : decision.way
  const request = { directory, way, keepIds: false } as const
  const options = { timeoutMs: SNAPSHOT_MS, signal }
  const taken = await guards.inTurn(decision.cost.pauseMs, () =>
    isolate.command('snapshot', request, options),
  )
  if (taken === null) throw refused(pid, 'another snapshot is under way on this machine')
  return taken
}

const NOTHING_YET = {
  spentMs: 0,
  share: 1,
  elapsedMs: 0,
  withoutIds: true,
  loopDelayMs: null,
  waitedMs: 0,
} as const

function refused(pid: number, says: string): TidemarkError {
  return new TidemarkError('TARGET_REFUSED', `no snapshot was taken: ${says}`, { pid })
}

async function write(from: string, to: string, order: SnapshotOrder): Promise<void> {
  if (order.contents) return move(from, to)
  await redactFiles({ inputs: [from], output: to, names: 'written', signal: order.signal })
}

/** To another file system perhaps, and from another user's file to one of ours. */
async function move(from: string, to: string): Promise<void> {
  const unfinished = `${to}.${process.pid}.part`
  try {
    // Whoever owns the program may have put a link in its place.
    const written = await open(from, constants.O_RDONLY | constants.O_NOFOLLOW)
    const own = await open(unfinished, 'wx', 0o600)
    await pipeline(written.createReadStream(), own.createWriteStream())
    await rename(unfinished, to)
  } catch (cause) {
    await rm(unfinished, { force: true })
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new TidemarkError('FILE_UNWRITABLE', `the snapshot could not be written: ${reason}`, {
      file: to,
      cause,
    })
  }
}
