// One reading of this isolate: V8's counters, the process's memory, the work done and the resources held.

import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel'
import { fstatSync, readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8'
import { resourceLimits } from 'node:worker_threads'
import type { Hello, Sample, SampleTrigger } from '../protocol/index.ts'

const RESPONSE_FINISHED = 'http.server.response.finish'
/** Where the library tells of watched objects, and is asked: see `protocol/watched-objects.ts`. */
const WATCHED = 'tidemark:watched'
const WATCHED_ASK = 'tidemark:watched:ask'
/** Listing resources costs time by their number: it may take one part in this many. */
const RESOURCE_TIME_SHARE = 200

/** Reads samples of the isolate it is made in. */
export interface Sampler {
  readonly read: (trigger: SampleTrigger, gcPauseMs: number) => Sample
  readonly operations: () => Sample['operations']
  /** Milliseconds since this sampler was made. */
  readonly atMs: () => number
  /** To be called by a timer: how late it comes is the event loop's delay. */
  readonly turn: (intervalMs: number) => void
  /** The isolate stood still for so long for Tidemark, which is not the program's delay. */
  readonly excuse: (stoodStillMs: number) => void
  readonly stop: () => void
}

/** `ownResources` says what of the agent's own shows among the active resources at the moment. */
export function createSampler(ownResources: () => readonly string[]): Sampler {
  const startedAt = performance.now()
  const atMs = (): number => performance.now() - startedAt
  const requests = countRequests()
  const resources = createResourceCounter(ownResources)
  const watched = hearWatched()
  const delay = createLoopDelay(atMs)
  const operations = (): Sample['operations'] => ({
    ...requests.operations(),
    ...countTurns(),
    second: atMs() / 1000,
  })
  return {
    atMs,
    operations,
    turn: delay.turn,
    excuse: delay.excuse,
    stop: () => {
      requests.stop()
      watched.stop()
    },
    read: (trigger, gcPauseMs) => ({
      atMs: atMs(),
      trigger,
      gcPauseMs,
      ...readMemory(),
      loopDelayMs: delay.read(),
      operations: operations(),
      resources: resources(),
      ...watched.overdue(),
    }),
  }
}

interface LoopDelay {
  readonly turn: Sampler['turn']
  readonly excuse: Sampler['excuse']
  /** The longer one of the last two delays, ms: a reading comes at least every other turn. */
  readonly read: () => number
}

function createLoopDelay(atMs: () => number): LoopDelay {
  let lastTurnAtMs = 0
  let excusedMs = 0
  let lateMs = 0
  let lateBeforeMs = 0
  return {
    turn: (intervalMs) => {
      const isFirst = lastTurnAtMs === 0
      lateBeforeMs = lateMs
      lateMs = isFirst ? 0 : Math.max(0, atMs() - lastTurnAtMs - intervalMs - excusedMs)
      lastTurnAtMs = atMs()
      excusedMs = 0
    },
    excuse: (stoodStillMs) => {
      excusedMs += stoodStillMs
    },
    read: () => Math.max(lateMs, lateBeforeMs),
  }
}

/** What a program that dies in its first turn of the event loop has to be told by. */
export function readFirstMemory(): NonNullable<Hello['memory']> {
  const { heapLimitBytes, rssBytes } = readMemory()
  return { heapLimitBytes, rssBytes }
}

type MemoryReading = Omit<
  Sample,
  'atMs' | 'trigger' | 'gcPauseMs' | 'loopDelayMs' | 'operations' | 'resources'
>

function readMemory(): MemoryReading {
  // First of all, so that the other readings' own objects are not in it.
  const spaces = getHeapSpaceStatistics()
  const heap = getHeapStatistics()
  const memory = readProcessMemory()
  let oldGenerationBytes = 0
  for (const space of spaces) {
    if (!isYoung(space.space_name)) oldGenerationBytes += space.space_used_size
  }
  return {
    spaces: spaces.map((space) => ({
      name: space.space_name,
      usedBytes: space.space_used_size,
      committedBytes: space.space_size,
    })),
    oldGenerationBytes,
    heapUsedBytes: heap.used_heap_size,
    heapLimitBytes: Math.min(heap.heap_size_limit, askedForLimitBytes()),
    externalBytes: heap.external_memory,
    arrayBufferBytes: memory.arrayBuffers,
    rssBytes: memory.rss,
    mallocedBytes: heap.malloced_memory,
  }
}

const MEBIBYTE = 1024 * 1024
let askedForBytes: number | null = null

/**
 * The limit of the old generation that a flag or the thread's starter gave. V8 tells the limit of the whole heap, which
 * holds up to 192 MB for the young generation: far too much where the limit is small.
 */
function askedForLimitBytes(): number {
  if (askedForBytes !== null) return askedForBytes
  const options = [process.env['NODE_OPTIONS'] ?? '', ...process.execArgv].join(' ')
  const flags = [...options.matchAll(/--max[-_]old[-_]space[-_]size[= ](\d+)/g)]
  // A flag holds for all threads and outdoes what one was started with.
  const mebibytes = Number(flags.at(-1)?.[1] ?? resourceLimits.maxOldGenerationSizeMb ?? 0)
  askedForBytes = mebibytes > 0 ? mebibytes * MEBIBYTE : Infinity
  return askedForBytes
}

type ProcessMemory = Pick<NodeJS.MemoryUsage, 'rss' | 'arrayBuffers'>

let lastMemory: ProcessMemory = { rss: 0, arrayBuffers: 0 }

function readProcessMemory(): ProcessMemory {
  try {
    if (isStdioOpen()) lastMemory = process.memoryUsage()
    else if (process.platform === 'linux') lastMemory = { ...lastMemory, rss: readResidentBytes() }
  } catch {
    // In a changed root there may be no /proc to read.
  }
  return lastMemory
}

/**
 * Where a program has closed its stdin, stdout or stderr, the next file gets that number, and libuv aborts the
 * process when it closes it itself, as it does in `process.memoryUsage()` on Linux.
 */
function isStdioOpen(): boolean {
  try {
    for (const descriptor of [0, 1, 2]) fstatSync(descriptor)
    return true
  } catch {
    return false
  }
}

function readResidentBytes(): number {
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
  return Number(resident?.[1] ?? 0) * 1024
}

function isYoung(space: string): boolean {
  return space === 'new_space' || space === 'new_large_object_space'
}

interface RequestCounter {
  readonly operations: () => Sample['operations']
  readonly stop: () => void
}

/** Counts answered HTTP requests, where this Node publishes them. */
function countRequests(): RequestCounter {
  let answered = 0
  const onFinish = (): void => {
    answered += 1
  }
  try {
    subscribe(RESPONSE_FINISHED, onFinish)
  } catch {
    return { operations: () => ({}), stop: () => undefined }
  }
  return {
    operations: () => ({ 'http request': answered }),
    stop: () => {
      unsubscribe(RESPONSE_FINISHED, onFinish)
    },
  }
}

interface WatchedObjects {
  readonly overdue: () => Pick<Sample, 'overdueObjects'>
  readonly stop: () => void
}

/** Hears how many watched objects are overdue; a program that was there before the agent is asked once. */
function hearWatched(): WatchedObjects {
  let told: Pick<Sample, 'overdueObjects'> = {}
  const hear = (message: unknown): void => {
    const { overdue } = message as { readonly overdue: number }
    told = { overdueObjects: overdue }
  }
  try {
    subscribe(WATCHED, hear)
  } catch {
    return { overdue: () => told, stop: () => undefined }
  }
  channel(WATCHED_ASK).publish({})
  return {
    overdue: () => told,
    stop: () => {
      unsubscribe(WATCHED, hear)
    },
  }
}

/** Turns of the event loop; absent before Node 20.18 and 22.8. */
function countTurns(): Sample['operations'] {
  const timing: { readonly uvMetricsInfo?: { readonly loopCount?: number } } =
    performance.nodeTiming
  const turns = timing.uvMetricsInfo?.loopCount
  return typeof turns === 'number' ? { 'event-loop turn': turns } : {}
}

function createResourceCounter(ownResources: () => readonly string[]): () => Sample['resources'] {
  let counted: Record<string, number> = {}
  let nextAt = 0
  return () => {
    const startedAt = performance.now()
    if (startedAt < nextAt) return counted
    counted = {}
    for (const name of process.getActiveResourcesInfo()) counted[name] = (counted[name] ?? 0) + 1
    for (const name of ownResources()) {
      const others = (counted[name] ?? 0) - 1
      if (others > 0) counted[name] = others
      else delete counted[name]
    }
    const endedAt = performance.now()
    nextAt = endedAt + (endedAt - startedAt) * RESOURCE_TIME_SHARE
    return counted
  }
}
