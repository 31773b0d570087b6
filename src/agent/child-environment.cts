// A child process with an environment of its own would start without the agent. Node announces each child before it
// starts it, so what preloads the agent is added to that environment; the program's own object is not touched. Of a worker
// thread it tells too late for that: then the report can at least say so.

import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { errorMonitor } from 'node:events'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Worker } from 'node:worker_threads'

/** Published by Node from 20 on. */
const CHANNEL = 'child_process'
const SOCKET = 'TIDEMARK_SOCKET='
const OPTIONS = 'NODE_OPTIONS='

/** What a child process is started with; `envPairs` is made by Node for this one start. */
interface SpawnOptions {
  readonly envPairs?: unknown
}

type Spawning = ChildProcess & { spawn?: (options: SpawnOptions) => unknown }

/** What a child needs to start with an agent. */
export interface AgentEnvironment {
  /** The file to preload, and words in NODE_OPTIONS that say that it is preloaded already. */
  readonly preload: string
  readonly marks: readonly string[]
  readonly variables: Readonly<Record<string, string>>
}

/** Starts all children from now on with the agent that connects to this socket; returns what ends that. */
export function watchChildEnvironments(socketPath: string): () => void {
  return followChildren({
    preload: join(__dirname, 'preload.cjs'),
    marks: ['preload.cjs'],
    variables: { TIDEMARK_SOCKET: socketPath },
  })
}

/** Follows all children from now on; returns what ends that. */
export function followChildren(added: AgentEnvironment): () => void {
  const onChild = (message: unknown): void => {
    try {
      const child = (message as { readonly process: Spawning }).process
      const spawn = child.spawn
      if (typeof spawn !== 'function') return
      // Shadows the method of this one child for its one start.
      child.spawn = (options) => {
        delete child.spawn
        if (Array.isArray(options.envPairs)) addAgent(options.envPairs, added)
        return spawn.call(child, options)
      }
    } catch {
      // The child starts unwatched.
    }
  }
  subscribe(CHANNEL, onChild)
  return () => {
    unsubscribe(CHANNEL, onChild)
  }
}

/** Adds what is missing of the variables and of the preload to `NAME=value` pairs, unless Tidemark watches the child already. */
function addAgent(pairs: unknown[], { preload, marks, variables }: AgentEnvironment): void {
  const indexOf = (prefix: string): number =>
    pairs.findIndex((pair) => typeof pair === 'string' && pair.startsWith(prefix))
  if (indexOf(SOCKET) >= 0) return
  for (const [name, value] of Object.entries(variables)) {
    if (indexOf(`${name}=`) < 0) pairs.push(`${name}=${value}`)
  }
  const at = indexOf(OPTIONS)
  const given = at < 0 ? OPTIONS : String(pairs[at])
  if (marks.some((mark) => given.includes(mark))) return
  const path = preload.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
  const separator = given === OPTIONS ? '' : ' '
  pairs[at < 0 ? pairs.length : at] = `${given}${separator}--require "${path}"`
}

/** Published by Node from 20 on. */
const WORKERS_CHANNEL = 'worker_threads'
/** An agent in the thread has said hello long before, ms. */
const SETTLED_MS = 4000
const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY'
/** More are not told of, nor kept. */
const MOST_WORKERS = 64

export interface StartedWorkers {
  /** Ids of those that live and have run for some seconds, in the order of their start. O(workers). */
  readonly settled: () => readonly number[]
  /** Ids of those that ended because their heap was full. */
  readonly exhausted: () => readonly number[]
  readonly stop: () => void
}

interface Started {
  readonly threadId: number
  readonly atMs: number
  readonly worker: WeakRef<Worker>
  readonly onError: (error: unknown) => void
}

/** Follows the workers that are started from now on, and keeps none of them alive. */
export function watchStartedWorkers(): StartedWorkers {
  let started: Started[] = []
  const exhausted: number[] = []
  const onWorker = (message: unknown): void => {
    try {
      const { worker } = message as { readonly worker: Worker }
      if (started.length >= MOST_WORKERS) started = started.filter(isAlive)
      if (started.length >= MOST_WORKERS) return
      const { threadId } = worker
      // Hears of the error without being one of its listeners: whether anybody handles it stays the program's business.
      const onError = (error: unknown): void => {
        const isFull = (error as { code?: unknown } | null)?.code === OUT_OF_MEMORY
        if (isFull && exhausted.length < MOST_WORKERS) exhausted.push(threadId)
      }
      worker.on(errorMonitor, onError)
      started.push({ threadId, atMs: performance.now(), worker: new WeakRef(worker), onError })
    } catch {
      // The report says nothing of this one.
    }
  }
  subscribe(WORKERS_CHANNEL, onWorker)
  return {
    settled: () => {
      started = started.filter(isAlive)
      const before = performance.now() - SETTLED_MS
      return started.filter((one) => one.atMs < before).map((one) => one.threadId)
    },
    exhausted: () => exhausted,
    stop: () => {
      unsubscribe(WORKERS_CHANNEL, onWorker)
      for (const { worker, onError } of started) worker.deref()?.off(errorMonitor, onError)
      started = []
    },
  }
}

/** A thread that has ended has the id -1. Node keeps the object of one that runs. */
function isAlive({ threadId, worker }: Started): boolean {
  return worker.deref()?.threadId === threadId
}
