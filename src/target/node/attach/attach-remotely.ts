// Attaches to a program through the address of its inspector, on another machine for example: everything that the agent
// says and hears goes over the one connection, which is kept for as long as the watch lasts.

import { randomBytes } from 'node:crypto'
import type { Hello } from '../../../protocol/index.ts'
import { PROTOCOL_VERSION, TidemarkError } from '../../../protocol/index.ts'
import { parseAgentMessage } from '../agent-message.ts'
import { connectToInspector } from '../inspector-connection.ts'
import type { InspectorConnection } from '../inspector-connection.ts'
import type { Isolate } from '../isolate.ts'
import { createPrivateDirectory, removeStaleDirectories } from '../private-directory.ts'
import { agentArrival } from './agent-bundle.ts'
import type { Attached } from './attach.ts'
import { ownPid } from './own-pid.ts'
import { RemoteIsolate } from './remote-isolate.ts'

/** The process ids of another machine mean nothing on this one; above all numbers that Linux gives they name nobody here. */
const FOREIGN_PIDS = 1_000_000_000
/** The agent has no directory there. */
const HOME = '/tidemark-agent'
const HELLO_MS = 10_000
const LEAVING_MS = 3000
/** The agent leaves by itself when it has heard nothing for three times as long. */
const SIGN_OF_LIFE_MS = 5000

/** Rejects with `TARGET_SILENT` or `TARGET_REFUSED`. Only the main thread is watched. */
export async function attachRemotely(url: string): Promise<Attached> {
  const inspector = await connectToInspector(url)
  try {
    const startedAt = performance.now()
    const { isolate, tell } = await bringIn(inspector)
    await removeStaleDirectories()
    const directory = await createPrivateDirectory()
    const signs = setInterval(() => tell(''), SIGN_OF_LIFE_MS)
    let isThere = true
    const exited = inspector.closed.then(() => {
      isThere = false
      clearInterval(signs)
      isolate.end()
      return { code: null, signal: null, durationMs: performance.now() - startedAt }
    })
    // A program that has ended waits for its debuggers.
    inspector.on('NodeRuntime.waitingForDisconnect', () => inspector.close())
    await inspector.call('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true })
    let leaving: Promise<void> | null = null
    const leave = (): Promise<void> => {
      leaving ??= isolate
        .command('stop', {}, { timeoutMs: LEAVING_MS })
        .catch(() => undefined)
        .then(() => inspector.call('Runtime.discardConsoleEntries', undefined, LEAVING_MS))
        .catch(() => undefined)
        .then(() => {
          clearInterval(signs)
          isolate.end()
        })
      return leaving
    }
    return {
      pid: isolate.hello.pid,
      isElsewhere: true,
      sourceRoot: null,
      wasOpen: true,
      isolates: [isolate],
      onIsolate: () => () => undefined,
      exited,
      isThere: () => isThere,
      kill: () => undefined,
      rssBytes: () => null,
      nodeChildren: () => [],
      directory: directory.path,
      leave,
      dispose: async () => {
        await leave()
        inspector.close()
        await directory.remove()
      },
    }
  } catch (error) {
    inspector.close()
    throw error
  }
}

interface Arrived {
  readonly isolate: RemoteIsolate & Isolate
  /** Sends a line to the agent. */
  readonly tell: (line: string) => void
}

async function bringIn(inspector: InspectorConnection): Promise<Arrived> {
  const binding = `tidemark${randomBytes(8).toString('hex')}`
  const agent: { objectId?: string } = {}
  const tell = (line: string): void => {
    if (agent.objectId === undefined) return
    const params = {
      objectId: agent.objectId,
      functionDeclaration: SAY,
      arguments: [{ value: line }],
      silent: true,
    }
    // What has ended, or does not answer, shows by its silence.
    inspector.call('Runtime.callFunctionOn', params).catch(() => undefined)
  }
  let isolate: RemoteIsolate | null = null
  const greeting = new Promise<RemoteIsolate>((resolve) => {
    inspector.on('Runtime.bindingCalled', ({ name, payload }) => {
      const message = name === binding ? parseAgentMessage(payload) : null
      if (message === null) return
      isolate?.hear(message)
      if (isolate !== null || message.type !== 'hello' || message.protocol !== PROTOCOL_VERSION)
        return
      isolate = new RemoteIsolate(foreign(message), tell, inspector)
      resolve(isolate)
    })
  })
  const pid = FOREIGN_PIDS + (await ownPid(inspector))
  await inspector.call('Runtime.addBinding', { name: binding })
  const { result, exceptionDetails } = await inspector.call('Runtime.evaluate', {
    expression: agentArrival({ socketPath: null, binding, pid }, HOME),
    includeCommandLineAPI: true,
    awaitPromise: true,
    silent: true,
  })
  if (exceptionDetails !== undefined) {
    const reason = exceptionDetails.exception?.description ?? exceptionDetails.text
    throw new TidemarkError('TARGET_REFUSED', `the agent could not start: ${reason}`)
  }
  if (result.objectId !== undefined) agent.objectId = result.objectId
  const silent = new TidemarkError('TARGET_SILENT', 'the agent does not answer')
  return { isolate: await within(greeting, silent), tell }
}

const SAY = 'function (line) { void this(line) }'

function foreign(hello: Hello): Hello {
  return { ...hello, role: 'main', parentPid: 0 }
}

async function within<T>(promise: Promise<T>, failure: Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  try {
    return await Promise.race([
      promise,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(failure), HELLO_MS)
      }),
    ])
  } finally {
    clearTimeout(timer)
  }
}
