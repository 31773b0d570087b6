// Brings the agent into worker threads from the thread that started them, through Node's inspector inside the process:
// into those that run and, where Node announces them, those that start later.

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Worker } from 'node:worker_threads'
import { closeLocalSession, localSession } from './inspector-session.cts'
import type { LocalSession } from './inspector-session.cts'

/** Published by Node from 20 on, before the thread runs. */
const WORKERS_CHANNEL = 'worker_threads'
/** Said by a thread that has started up, right before it runs its program. */
const STARTED_UP = 'online'

/**
 * Evaluates `expression` once in each worker thread of this one until the returned function is called. The inspector
 * is only connected where there are threads; a Node without one is left as it is.
 */
export function followWorkers(expression: string): () => void {
  let arrivals: WorkerArrivals | null = null
  const look = (): WorkerArrivals | null => {
    try {
      arrivals ??= new WorkerArrivals(localSession(), expression)
    } catch {
      // No inspector: the threads go unwatched, and the report says so.
    }
    return arrivals
  }
  const starting = new Set<() => void>()
  const onWorker = (message: unknown): void => {
    try {
      const { worker } = message as { readonly worker: Worker }
      look()?.expect(worker.threadId)
      starting.add(onceStarted(worker, starting, () => arrivals?.enter(worker.threadId)))
    } catch {
      // This one goes unwatched.
    }
  }
  subscribe(WORKERS_CHANNEL, onWorker)
  // Nothing has used the session yet, so it may end without a loss.
  if (look()?.seen === 0) {
    arrivals = leave(arrivals)
    closeLocalSession()
  }
  return () => {
    unsubscribe(WORKERS_CHANNEL, onWorker)
    for (const forget of starting) forget()
    arrivals = leave(arrivals)
  }
}

/** Calls `then` once the thread has started up; the returned function, which `starting` holds until then, forbids it. */
function onceStarted(worker: Worker, starting: Set<() => void>, then: () => void): () => void {
  const forget = (): void => {
    starting.delete(forget)
    worker.removeListener(STARTED_UP, enter)
    worker.removeListener('exit', forget)
  }
  const enter = (): void => {
    forget()
    then()
  }
  worker.on(STARTED_UP, enter)
  worker.on('exit', forget)
  return forget
}

function leave(arrivals: WorkerArrivals | null): null {
  arrivals?.end()
  return null
}

interface Attached {
  readonly sessionId: string
  /** The title begins with the thread's number; `workerId` is another count. */
  readonly workerInfo: { readonly title: string; readonly url: string }
}

interface Answer {
  readonly sessionId: string
  readonly message: string
}

/** The threads that the inspector tells of. A thread that starts up is left alone until it has. */
class WorkerArrivals {
  readonly #session: LocalSession
  readonly #message: string
  /** Sessions by thread, of threads that have not been entered yet. */
  readonly #waiting = new Map<number, string>()
  readonly #startingUp = new Set<number>()
  readonly #deafen: readonly (() => void)[]
  seen = 0

  constructor(session: LocalSession, expression: string) {
    const params = { expression, includeCommandLineAPI: true, awaitPromise: true, silent: true }
    this.#session = session
    this.#message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params })
    this.#deafen = [
      session.listen('NodeWorker.attachedToWorker', (told) => {
        this.#meet(told as Attached)
      }),
      session.listen('NodeWorker.receivedMessageFromWorker', (told) => {
        // Before anything of the thread is numbered: the end of a session makes V8 forget all numbers.
        const { sessionId, message } = told as Answer
        if (message.includes('"id":1')) this.#post('NodeWorker.detach', { sessionId })
      }),
    ]
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false })
  }

  /** A thread that will say when it has started up. */
  expect(threadId: number): void {
    this.#startingUp.add(threadId)
  }

  enter(threadId: number): void {
    const sessionId = this.#waiting.get(threadId)
    this.#startingUp.delete(threadId)
    this.#waiting.delete(threadId)
    if (sessionId === undefined) return
    this.#post('NodeWorker.sendMessageToWorker', { sessionId, message: this.#message })
  }

  end(): void {
    for (const deafen of this.#deafen) deafen()
    this.#session.post('NodeWorker.disable', {})
  }

  #meet({ sessionId, workerInfo }: Attached): void {
    const threadId = Number(/^\[worker (\d+)\]/.exec(workerInfo.title)?.[1] ?? 0)
    // Node has threads of its own, for the hooks of its module loader.
    if (threadId === 0 || workerInfo.url.startsWith('node:')) {
      this.#post('NodeWorker.detach', { sessionId })
      return
    }
    this.seen += 1
    this.#waiting.set(threadId, sessionId)
    if (!this.#startingUp.has(threadId)) this.enter(threadId)
  }

  /** The thread may have ended. */
  #post(method: string, params: object): void {
    try {
      this.#session.post(method, params)
    } catch {
      // Then there is nobody to watch.
    }
  }
}
