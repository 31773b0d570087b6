// Who this isolate is, how what lives in it is kept harmless, and its last words. What is not known yet at preload (a
// worker's file, a taken SIGUSR1) comes with a later Hello.

import type clusterModule from 'node:cluster'
import { isMainThread, threadId } from 'node:worker_threads'
import type { Bye, Hello } from '../protocol/index.ts'

/** The value of `PROTOCOL_VERSION`, which an ES module holds: the agent must load where those cannot be required. */
const PROTOCOL_VERSION = 1
const ARGUMENT_LIMIT = 100
const ARGUMENT_LENGTH_LIMIT = 1000

/** The isolate's identity, and whether it says something else than when it was last read. */
export interface Identity {
  readonly current: () => Hello
  readonly hasChanged: () => boolean
}

/** What is known of the threads that this isolate started, by their ids. */
export interface KnownWorkers {
  readonly settled: () => readonly number[]
  readonly exhausted: () => readonly number[]
}

type FirstMemory = NonNullable<Hello['memory']>

/** `pid` is the process id as Tidemark sees it. */
export function createHello(
  workers: KnownWorkers,
  memory: FirstMemory,
  pid: number = process.pid,
): Identity {
  let ownsSigusr1 = false
  let said: Hello | null = null
  const read = (): Hello => {
    // Once taken it stays taken: where the listener is removed again, the signal would kill the process.
    ownsSigusr1 ||= process.listenerCount('SIGUSR1') > 0
    const running = workers.settled()
    const exhausted = [...workers.exhausted()]
    return {
      type: 'hello',
      protocol: PROTOCOL_VERSION,
      pid,
      parentPid: process.ppid,
      threadId,
      role: role(),
      entry: process.argv[1] ?? null,
      argv: process.argv
        .slice(0, ARGUMENT_LIMIT)
        .map((argument) => argument.slice(0, ARGUMENT_LENGTH_LIMIT)),
      cwd: workingDirectory(),
      nodeVersion: process.versions.node,
      v8Version: process.versions.v8,
      ownsSigusr1,
      memory,
      ...(running.length === 0 ? {} : { workers: running }),
      ...(exhausted.length === 0 ? {} : { exhausted }),
    }
  }
  return {
    current: () => {
      said = read()
      return said
    },
    hasChanged: () => {
      const isTaken = !ownsSigusr1 && process.listenerCount('SIGUSR1') > 0
      const isRenamed = said?.entry !== (process.argv[1] ?? null)
      const isFuller = (said?.exhausted?.length ?? 0) !== workers.exhausted().length
      const isOther = String(said?.workers ?? '') !== String(workers.settled())
      return isTaken || isRenamed || isFuller || isOther
    },
  }
}

function role(): Hello['role'] {
  if (!isMainThread) return 'worker'
  if (process.send === undefined) return 'main'
  // Node has removed a cluster worker's mark from the environment by now; its own module still knows. Loaded only
  // here, for most programs never need it.
  const { isWorker } = require('node:cluster') as typeof clusterModule
  return isWorker ? 'cluster-worker' : 'child'
}

function workingDirectory(): string {
  try {
    return process.cwd()
  } catch {
    return ''
  }
}

/** Makes a callback of the host's harmless: an error in it stops the agent and goes no further. */
export type Guard = <A extends readonly unknown[]>(
  work: (...args: A) => void,
) => (...args: A) => void

/** What lives in the host, from its start to its end. */
export interface Lifetime {
  readonly guard: Guard
  /** What undoes each thing that was done, in order. */
  readonly restores: (() => void)[]
  readonly stop: () => void
}

/** Starts what is to live in the host; an error in it, at the start or later, ends it. Returns what ends it. */
export function live(start: (life: Lifetime) => void): () => void {
  const restores: (() => void)[] = []
  let isStopped = false
  const stop = (): void => {
    isStopped = true
    for (const restore of restores.splice(0)) {
      try {
        restore()
      } catch {
        // One part that cannot be restored must not keep the others.
      }
    }
  }
  const guard: Guard =
    (work) =>
    (...args) => {
      if (isStopped) return
      try {
        work(...args)
      } catch {
        stop()
      }
    }
  guard(() => {
    start({ guard, restores, stop })
  })()
  // It may have been ended half-way through its start.
  if (isStopped) stop()
  return stop
}

export interface LastWords {
  /** The isolate ends by itself; what is to be said of it must be said before this returns. */
  readonly onEnd: (bye: Bye) => void
  /** The program has just taken SIGUSR1 for itself. */
  readonly onSigusr1: () => void
}

/** Watches how the isolate ends; returns what ends that. */
export function watchLastWords(guard: Guard, { onEnd, onSigusr1 }: LastWords): () => void {
  let uncaught: string | null = null
  const onUncaught = guard((error: unknown) => {
    uncaught = describeUncaught(error)
  })
  const onExit = guard((exitCode: number) => {
    onEnd({ type: 'bye', exitCode, uncaught })
  })
  const onNewListener = guard((event: unknown) => {
    if (event === 'SIGUSR1') queueMicrotask(guard(onSigusr1))
    // The host's own listeners must not exceed its limit because of ours: Node would warn on stderr.
    const limit = process.getMaxListeners()
    const isFull = event === 'exit' && limit > 0 && process.listenerCount('exit') >= limit
    if (isFull) process.removeListener('exit', onExit)
  })
  process.on('exit', onExit)
  process.on('uncaughtExceptionMonitor', onUncaught)
  process.on('newListener', onNewListener)
  return () => {
    process.removeListener('exit', onExit)
    process.removeListener('uncaughtExceptionMonitor', onUncaught)
    process.removeListener('newListener', onNewListener)
  }
}

/** Class and code of an uncaught error, never its message, which may hold the program's data. */
function describeUncaught(error: unknown): string {
  if (!(error instanceof Error)) return `thrown ${typeof error}`
  const code: unknown = 'code' in error ? error.code : undefined
  const parts = [error.name, code].filter(
    (part) => typeof part === 'string' && /^[\w.$-]{1,80}$/.test(part),
  )
  return parts.length === 0 ? 'Error' : parts.join(' ')
}
