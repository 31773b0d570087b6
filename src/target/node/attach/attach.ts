// Brings the agent into a process that runs already, and takes it out again. The inspector is open for as long as that
// takes, well below a second; from then on the agent speaks through a private socket, as a preloaded one does.

import { TidemarkError } from '../../../protocol/index.ts'
import { listenForAgents } from '../agent-server.ts'
import type { AgentServer } from '../agent-server.ts'
import { connectToInspector } from '../inspector-connection.ts'
import type { InspectorConnection } from '../inspector-connection.ts'
import type { Exit, Launched } from '../launch.ts'
import type { PrivateDirectory } from '../private-directory.ts'
import { removeStaleDirectories } from '../private-directory.ts'
import { children, processState, residentBytes, startOf } from '../process-table.ts'
import { agentArrival } from './agent-bundle.ts'
import { agentHome } from './agent-home.ts'
import { openInspector } from './inspector-door.ts'
import { placeOf } from './namespaces.ts'
import { checkNodeProcess, exists, isNode } from './node-process.ts'
import { createTargetDirectory, giveTo } from './target-directory.ts'

const HELLO_MS = 5000
const CLOSING_MS = 3000
const LEAVING_MS = 3000
const LOOK_EVERY_MS = 250

/** A process that was not started by Tidemark: it is never sent a signal but the one that opens the inspector. */
export interface Attached extends Launched {
  /** Whether it runs on another machine; its process ids name nobody on this one. */
  readonly isElsewhere: boolean
  /** Whether the inspector was open before, and was left so. */
  readonly wasOpen: boolean
  /** Takes the agents out; what they have written stays until `dispose`. May be called twice. */
  leave(): Promise<void>
  /** Whether it runs, or ran when it was left. */
  isThere(): boolean
  /** Direct children that run Node. */
  nodeChildren(): readonly number[]
}

/**
 * Attaches to a process of this machine, in a container too. Rejects with one of the `TARGET_…` codes; what it has done by
 * then is undone.
 */
export async function attach(pid: number): Promise<Attached> {
  checkNodeProcess(pid)
  const startedAt = performance.now()
  const place = placeOf(pid)
  await removeStaleDirectories()
  const directory = await createTargetDirectory(pid, place)
  let server: AgentServer | null = null
  try {
    const role = ({ threadId }: { threadId: number }): 'main' | 'worker' =>
      threadId === 0 ? 'main' : 'worker'
    server = await listenForAgents(directory.socketPath, role, place.root)
    await giveTo(directory.socketPath, place)
    const socketPath = directory.socketPath.slice(place.root.length)
    const home = await agentHome(directory.path, place)
    const arrival = agentArrival({ socketPath, binding: null, pid }, home)
    const wasOpen = await bringIn(pid, directory, arrival)
    await greeted(server, pid)
    return attached({ pid, server, directory, startedAt, wasOpen, root: place.root })
  } catch (error) {
    await server?.close()
    await directory.remove()
    throw error
  }
}

/** Evaluates the expression in the process and leaves its inspector as it was; whether that was open. */
async function bringIn(
  pid: number,
  directory: PrivateDirectory,
  expression: string,
): Promise<boolean> {
  const door = await openInspector(pid, directory.path)
  let inspector: InspectorConnection | null = null
  try {
    inspector = await connectToInspector(door.url)
    const params = { expression, includeCommandLineAPI: true, awaitPromise: true, silent: true }
    const { exceptionDetails } = await inspector.call('Runtime.evaluate', params)
    if (exceptionDetails === undefined) return door.wasOpen
    const reason = exceptionDetails.exception?.description ?? exceptionDetails.text
    throw new TidemarkError('TARGET_REFUSED', `the agent could not start: ${reason}`, { pid })
  } finally {
    if (inspector !== null && !door.wasOpen) await closeInspector(inspector)
    inspector?.close()
    door.leave()
  }
}

/** Its port goes with it. What the program printed meanwhile is let go of, as V8 would keep it for the next debugger. */
async function closeInspector(inspector: InspectorConnection): Promise<void> {
  await inspector.call('Runtime.discardConsoleEntries').catch(() => undefined)
  const expression = "require('node:inspector').close()"
  // Answered by the end of the connection, not by a result.
  const params = { expression, includeCommandLineAPI: true, silent: true }
  void inspector.call('Runtime.evaluate', params, CLOSING_MS).catch(() => undefined)
  await Promise.race([inspector.closed, delay(CLOSING_MS)])
}

async function greeted(server: AgentServer, pid: number): Promise<void> {
  const deadline = performance.now() + HELLO_MS
  while (!server.isolates.some(({ hello }) => hello.threadId === 0)) {
    if (performance.now() > deadline) {
      throw new TidemarkError('TARGET_SILENT', `the agent in process ${pid} does not answer`, {
        pid,
        hint: 'The process may not be allowed to connect to a socket (permission model, seccomp).',
      })
    }
    await delay(10)
  }
}

interface Parts {
  readonly pid: number
  readonly server: AgentServer
  readonly directory: PrivateDirectory
  readonly startedAt: number
  readonly wasOpen: boolean
  readonly root: string
}

function attached({ pid, server, directory, startedAt, wasOpen, root }: Parts): Attached {
  const left = new AbortController()
  const start = startOf(pid)
  const isThere = (): boolean => exists(pid) && processState(pid) !== 'Z' && startOf(pid) === start
  let leaving: Promise<void> | null = null
  let wasThere: boolean | null = null
  const leave = (): Promise<void> => {
    wasThere ??= isThere()
    leaving ??= stopAgents(server)
    return leaving
  }
  return {
    pid,
    isElsewhere: false,
    sourceRoot: root,
    wasOpen,
    leave,
    isThere: () => wasThere ?? isThere(),
    nodeChildren: () => children(pid).filter((child) => isNode(child)),
    isolates: server.isolates,
    onIsolate: server.onIsolate,
    exited: ended(isThere, startedAt, left.signal),
    kill: () => undefined,
    rssBytes: () => residentBytes([pid]),
    directory: directory.path,
    dispose: async () => {
      await leave()
      left.abort()
      await directory.remove()
    },
  }
}

/** Every agent restores what it changed; one that cannot hear now does so when it finds its connection gone. */
async function stopAgents(server: AgentServer): Promise<void> {
  const living = server.isolates.filter((isolate) => !isolate.ended)
  const stops = living.map((isolate) => isolate.command('stop', {}, { timeoutMs: LEAVING_MS }))
  await Promise.allSettled(stops)
  await server.close()
}

/** Resolves when the process is gone; how it ended only its parent knows. */
async function ended(isThere: () => boolean, startedAt: number, left: AbortSignal): Promise<Exit> {
  while (isThere() && !left.aborted) await delay(LOOK_EVERY_MS)
  return { code: null, signal: null, durationMs: performance.now() - startedAt }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
