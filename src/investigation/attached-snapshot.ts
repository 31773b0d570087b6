// `tidemark snapshot`: one snapshot of a program that runs already, taken only where its price is known and fits.

import { constants } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { TidemarkError } from '../protocol/index.ts'
import type { SnapshotResult, SnapshotWay } from '../protocol/index.ts'
import { attachTo } from '../target/index.ts'
import type { Attached, AttachTarget, Isolate } from '../target/index.ts'
import { PauseBudget } from './pause-budget.ts'
import { freeMemory } from './free-memory.ts'
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
    const { fork } = await isolate.command('snapshot-ways', {})
    const way = fork === null ? 'fork' : 'in-process'
    checkPrice(isolate, way, order)
    const taken = await take(isolate, { way, directory: attached.directory }, order.signal)
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

type Way = Exclude<SnapshotWay, 'auto'>

/** A fork takes the memory too, but hardly stops the program. */
function checkPrice(isolate: Isolate, way: Way, { maxPauseMs }: SnapshotOrder): void {
  const heapBytes = isolate.samples.at(-1)?.heapUsedBytes ?? 0
  const budget = new PauseBudget({ maxPauseMs: way === 'fork' ? Infinity : maxPauseMs })
  const refusal = budget.snapshotRefusal(heapBytes, 0, freeMemory())
  if (refusal === null) return
  const seconds = Math.ceil(refusal.predictedMs / 1000)
  const { pid } = isolate.hello
  throw refusal.reason === 'memory'
    ? new TidemarkError('TARGET_REFUSED', 'there is not enough memory for a snapshot', {
        pid,
        hint: 'V8 needs up to eight times the heap for it.',
      })
    : new TidemarkError(
        'TARGET_REFUSED',
        `a snapshot would stop the program for about ${seconds} s`,
        {
          pid,
          hint: `Allow it with --max-pause ${2 * seconds}s.`,
        },
      )
}

function take(
  isolate: Isolate,
  how: { readonly way: Way; readonly directory: string },
  signal: AbortSignal,
): Promise<SnapshotResult> {
  return isolate.command('snapshot', { ...how, keepIds: false }, { timeoutMs: SNAPSHOT_MS, signal })
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
