// The agent: one in every isolate of the user's program. It observes next to nothing, obeys commands, and is built
// so that the program cannot tell: nothing in it throws, keeps the process alive or patches anything, and at the
// first error of its own it takes itself out.

import { clearInterval, setInterval, setTimeout } from 'node:timers'
import { isMainThread } from 'node:worker_threads'
import type { Bye, Command, CommandResult, NearLimit, Sample } from '../protocol/index.ts'
import { watchChildEnvironments, watchStartedWorkers } from './child-environment.cts'
import { watchCollections } from './collection.cts'
import { createCommands } from './commands.cts'
import type { CommandHandlers, Commands } from './commands.cts'
import { openConnection } from './connection.cts'
import type { Connection, ConnectionEvents } from './connection.cts'
import type * as heapLimit from './heap-limit.cts'
import type { HeapLimitWatch } from './heap-limit.cts'
import { createHello, live, watchLastWords } from './hello.cts'
import type { Lifetime } from './hello.cts'
import { createSampler, readFirstMemory } from './sample.cts'

const INTERVAL_MS = 1000
const LAST_WORDS_MS = 50
/** Collections that follow one another faster than this are read once. */
const SHORTEST_GAP_MS = 50

/** How the agent is in its process; preloaded where nothing is said. */
export interface Entry {
  /** The way to Tidemark. */
  readonly connect: (events: ConnectionEvents) => Connection
  /** Brings the agent into what the program starts; returns what ends that. */
  readonly follow: () => () => void
  /** The process id as Tidemark sees it; that of another container is another. */
  readonly pid: number
}

/** Starts the agent of this isolate; `socketPath` is where Tidemark listens. Returns what takes it out again. */
export function startAgent(socketPath: string): () => void {
  return startAgentAs({
    connect: (events) => openConnection(socketPath, events),
    follow: () => watchChildEnvironments(socketPath),
    pid: process.pid,
  })
}

/** The same for an agent that came in otherwise. */
export function startAgentAs(entry: Entry): () => void {
  return live((life) => {
    start({ entry, ...life })
  })
}

function start({ entry, guard, restores, stop }: Lifetime & { entry: Entry }): void {
  const connection = entry.connect({
    onLine: guard((line) => {
      obey(JSON.parse(line) as Command)
    }),
    onGone: stop,
  })
  restores.push(connection.close)

  const workers = watchStartedWorkers()
  restores.push(workers.stop)
  const hello = createHello(workers, readFirstMemory(), entry.pid)
  const send = (message: Parameters<Connection['send']>[0]): void => {
    connection.send(message, false)
  }
  const greet = (): void => {
    send(hello.current())
  }
  greet()
  restores.push(entry.follow())

  const sampler = createSampler(() => (connection.isConnecting() ? ['ConnectWrap'] : []))
  restores.push(sampler.stop)
  let lastAtMs = 0
  const sendSample = (sample: Sample): void => {
    lastAtMs = sample.atMs
    connection.send({ type: 'sample', sample }, true)
    if (sample.trigger !== 'interval') nearing(sample)
  }
  const collections = watchCollections(
    guard((pauseMs) => {
      if (sampler.atMs() - lastAtMs < SHORTEST_GAP_MS) return
      sendSample(sampler.read('gc-natural', pauseMs))
    }),
    sampler.excuse,
  )
  restores.push(collections.stop)

  const onInterval = guard(() => {
    sampler.turn(INTERVAL_MS)
    if (hello.hasChanged()) greet()
    if (sampler.atMs() - lastAtMs < INTERVAL_MS * 0.9) return
    sendSample(sampler.read('interval', 0))
  })
  restores.push(repeat(onInterval))
  const commands = createCommands({ sampler, collections, sendSample })
  restores.push(commands.restore)
  const nearing = nearingLimit(commands, send)
  const obey = createObedience(commands.handlers, {
    answer: guard(send),
    stop,
  })
  const sayBye = (bye: Bye): void => {
    if (hello.hasChanged()) greet()
    send(bye)
  }
  restores.push(watchLastWords(guard, { onEnd: sayBye, onSigusr1: greet }))
  watchSwitch({ guard, restores, stop }, sayBye)
}

/** Calls back once an interval, without keeping the process alive, until the returned function is called. */
function repeat(callback: () => void): () => void {
  const timer = setInterval(callback, INTERVAL_MS)
  timer.unref()
  return () => {
    clearInterval(timer)
  }
}

/** Below this share of its limit no heap is watched more closely. */
const NEAR_SHARE = 0.5

/** What watches a heap near its limit is loaded where one comes near. */
function nearingLimit(
  { sampling }: Commands,
  send: (message: NearLimit) => void,
): HeapLimitWatch['hear'] {
  let hear: HeapLimitWatch['hear'] | null = null
  return (sample) => {
    if (hear === null && sample.oldGenerationBytes < NEAR_SHARE * sample.heapLimitBytes) return
    hear ??= (require('./heap-limit.cjs') as typeof heapLimit).watchHeapLimit(sampling, send).hear
    hear(sample)
  }
}

interface Replies {
  readonly answer: (result: CommandResult) => void
  readonly stop: () => void
}

/** Commands run one after another; `stop` does not wait, and a copy that writes a snapshot is not waited for. */
function createObedience(handlers: CommandHandlers, replies: Replies): (command: Command) => void {
  let previous: Promise<void> = Promise.resolve()
  const run = async ({ id, name, params }: Command): Promise<void> => {
    try {
      const handler = (handlers as Readonly<Record<string, (params: unknown) => unknown>>)[name]
      if (handler === undefined) throw new Error(`this agent does not know ${name}`)
      const result = await handler(params)
      replies.answer({ type: 'result', id, ok: true, result })
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      replies.answer({ type: 'result', id, ok: false, error: { code: 'TARGET_REFUSED', message } })
    }
  }
  return (command) => {
    if (command.name !== 'stop') {
      previous = previous.then(() => {
        const done = run(command)
        return command.name === 'snapshot' ? undefined : done
      })
      return
    }
    replies.answer({ type: 'result', id: command.id, ok: true, result: {} })
    replies.stop()
  }
}

/** The signal that the user has chosen to take the agent out by; signals come to the main thread only. */
function watchSwitch({ guard, restores, stop }: Lifetime, sayBye: (bye: Bye) => void): void {
  const signal = process.env['TIDEMARK_DISABLE_SIGNAL'] ?? ''
  if (!isMainThread || !/^SIG[A-Z0-9]+$/.test(signal)) return
  let isUsed = false
  const onSignal = guard(() => {
    isUsed = true
    sayBye({ type: 'bye', exitCode: null, uncaught: null, switchedOffBy: signal })
    // Were the connection closed at once, a command on its way to us could make the other side drop what it has not read.
    setTimeout(stop, LAST_WORDS_MS).unref()
  })
  try {
    process.on(signal as NodeJS.Signals, onSignal)
  } catch {
    // No signal of this system, or one that nobody can listen to.
    return
  }
  restores.push(() => {
    // Sent twice, it must not end the program.
    if (!isUsed) process.removeListener(signal, onSignal)
  })
}
