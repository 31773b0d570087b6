// Tells a starved event loop from a quiet program, and reads what can be read of one, as far as it lets itself.

import type { StackFrame } from '../../protocol/index.ts'
import type { Isolate } from './isolate.ts'
import { mainThreadCpuMs, residentBytes } from './process-table.ts'
import { openStarvedSession } from './starved-session.ts'
import type { StarvedMemory, StarvedSession, StarvedTarget } from './starved-session.ts'

const SILENT_MS = 5_000
const WINDOW_MS = 500
/** A loop that turns is not silent, so little is enough: the CPU may be shared with others, or rationed. */
const BUSY_SHARE = 0.04

export interface StarvedOptions {
  /** Silence that counts: the agent speaks every second where the loop turns. */
  readonly silentAfterMs?: number
  /** How long the CPU is watched for. */
  readonly windowMs?: number
}

/**
 * Whether the main isolate of a process is silent though it computes. A program that waits for something is silent
 * too, but burns nothing; one that was told to collect or to write a snapshot is busy with that. Costs `windowMs`.
 */
export async function isStarved(isolate: Isolate, options: StarvedOptions = {}): Promise<boolean> {
  const isSilent = (): boolean =>
    !isolate.ended &&
    !isolate.isBusy &&
    isolate.silentForMs() >= (options.silentAfterMs ?? SILENT_MS)
  if (isolate.hello.threadId !== 0 || !isSilent()) return false
  const share = await cpuShare(isolate.hello.pid, options.windowMs ?? WINDOW_MS)
  return share !== null && share >= BUSY_SHARE && isSilent()
}

export interface StarvedReadingOptions extends StarvedTarget {
  /** Where a snapshot goes; none is taken without. */
  readonly snapshotDirectory?: string
  readonly windowMs?: number
}

/** What a starved process shows: all of it through its inspector, else what the system says. */
export interface StarvedReading {
  readonly via: 'inspector' | 'proc'
  /** Why it is only `proc`. */
  readonly because: string | null
  readonly rssBytes: number | null
  /** CPU of the main thread, 0 to 1. */
  readonly cpuShare: number | null
  readonly memory?: StarvedMemory
  readonly snapshotPath?: string
  /** How long the snapshot stopped the program. */
  readonly pauseMs?: number
  readonly stack?: readonly StackFrame[]
  readonly asyncStack?: readonly StackFrame[]
}

/** Reads once and leaves nothing open. Never rejects: what cannot be had is missing. */
export async function readStarved(options: StarvedReadingOptions): Promise<StarvedReading> {
  const share = await cpuShare(options.pid, options.windowMs ?? WINDOW_MS)
  const outside = { rssBytes: residentBytes([options.pid]), cpuShare: share }
  let session: StarvedSession
  try {
    session = await openStarvedSession(options)
  } catch (error) {
    return { via: 'proc', because: reasonOf(error), ...outside }
  }
  let reading: StarvedReading = { via: 'inspector', because: null, ...outside }
  try {
    reading = { ...reading, memory: await session.memory() }
    reading = { ...reading, ...(await session.stack()) }
    if (options.snapshotDirectory !== undefined) {
      const { path, pauseMs } = await session.snapshot(options.snapshotDirectory)
      reading = { ...reading, snapshotPath: path, pauseMs }
    }
    return reading
  } catch (error) {
    return { ...reading, because: reasonOf(error) }
  } finally {
    await session.close()
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

async function cpuShare(pid: number, windowMs: number): Promise<number | null> {
  const before = mainThreadCpuMs(pid)
  const startedAt = performance.now()
  await new Promise((resolve) => {
    setTimeout(resolve, windowMs)
  })
  const after = mainThreadCpuMs(pid)
  if (before === null || after === null) return null
  return Math.min(1, (after - before) / (performance.now() - startedAt))
}
