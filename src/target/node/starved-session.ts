// Reaches a Node process whose event loop does not turn any more, where no timer, no signal listener and no agent
// works: Node's inspector has a thread of its own, SIGUSR1 opens it, and what it evaluates interrupts the running
// JavaScript. Only what an interrupt can do works here: since Node 22 the HeapProfiler domain waits for the loop.

import { chmod, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StackFrame } from '../../protocol/index.ts'
import { TidemarkError } from '../../protocol/index.ts'
import { openInspector } from './attach/inspector-door.ts'
import { placeOf } from './attach/namespaces.ts'
import { connectToInspector } from './inspector-connection.ts'
import type { InspectorConnection } from './inspector-connection.ts'
import { snapshotName } from './snapshot-name.ts'

const CLOSING_MS = 3_000
const PAUSE_MS = 5_000
const SNAPSHOT_MS = 15 * 60_000
/** Async parents that V8 remembers, and how long it is given to meet them: it knows no older ones. */
const ASYNC_DEPTH = 32
const ASYNC_MS = 300

export interface StarvedMemory {
  readonly rssBytes: number
  readonly heapTotalBytes: number
  readonly heapUsedBytes: number
  readonly externalBytes: number
  readonly arrayBufferBytes: number
}

/** What runs, innermost first, and who awaits it; empty where nothing ran. */
export interface StarvedStack {
  readonly stack: readonly StackFrame[]
  readonly asyncStack: readonly StackFrame[]
}

/** An opened inspector. Whoever opened it closes it. */
export interface StarvedSession {
  memory(): Promise<StarvedMemory>
  /** Stops the program for a moment to see where it is. */
  stack(): Promise<StarvedStack>
  /** One full collection and the memory right after it. */
  gc(): Promise<{ readonly memory: StarvedMemory; readonly pauseMs: number }>
  /** Written by the program itself, mode 0600; it stands still meanwhile. */
  snapshot(directory: string): Promise<{ path: string; bytes: number; pauseMs: number }>
  /** Closes the inspector and its port. May be called twice; never rejects. */
  close(): Promise<void>
}

export interface StarvedTarget {
  readonly pid: number
  /** Whether the program itself listens to SIGUSR1: then it must not be sent. */
  readonly ownsSigusr1: boolean
}

/**
 * Opens the inspector of a process on this machine, unless it is open; `directory` is private. Node prints `Debugger
 * attached.` on the program's stderr. Rejects with `TARGET_REFUSED` and others where it cannot be opened safely, and with
 * `TARGET_SILENT` where it does not answer.
 */
export async function openStarvedSession(
  target: StarvedTarget,
  directory: string = tmpdir(),
): Promise<StarvedSession> {
  const { pid } = target
  if (target.ownsSigusr1) throw refused(pid, 'the program uses SIGUSR1 for itself')
  const door = await openInspector(pid, directory)
  const inspector = await connectToInspector(door.url).catch((error: unknown) => {
    door.leave()
    throw error
  })
  const { root } = placeOf(pid)
  let sequence = 0
  return {
    memory: () => evaluate(inspector, MEMORY),
    stack: () => interrupt(inspector),
    gc: () => evaluate(inspector, COLLECT),
    snapshot: (into) =>
      writeSnapshot(inspector, { pid, directory: into, root, sequence: ++sequence }),
    close: async () => {
      if (!door.wasOpen) await closeInspector(inspector)
      inspector.close()
      door.leave()
    },
  }
}

function refused(pid: number, reason: string): TidemarkError {
  return new TidemarkError(
    'TARGET_REFUSED',
    `the inspector of ${pid} cannot be opened: ${reason}`,
    {
      pid,
    },
  )
}

/** `require` is the command line's: a program of ES modules has none of its own. */
const MEMORY = `(() => {
  const { rss, heapTotal, heapUsed, external, arrayBuffers } = process.memoryUsage()
  return { rssBytes: rss, heapTotalBytes: heapTotal, heapUsedBytes: heapUsed, externalBytes: external,
    arrayBufferBytes: arrayBuffers }
})()`

const COLLECT = `((v8, vm) => {
  v8.setFlagsFromString('--expose-gc')
  const collect = vm.runInNewContext('gc')
  v8.setFlagsFromString('--no-expose-gc')
  const startedAt = process.hrtime.bigint()
  collect()
  const pauseMs = Number(process.hrtime.bigint() - startedAt) / 1e6
  return { memory: ${MEMORY}, pauseMs }
})(require('node:v8'), require('node:vm'))`

const writeSnapshotTo = (path: string): string => `((v8) => {
  const startedAt = process.hrtime.bigint()
  v8.writeHeapSnapshot(${JSON.stringify(path)})
  return Number(process.hrtime.bigint() - startedAt) / 1e6
})(require('node:v8'))`

async function evaluate<T>(
  inspector: InspectorConnection,
  expression: string,
  timeoutMs?: number,
): Promise<T> {
  const params = { expression, includeCommandLineAPI: true, returnByValue: true, silent: true }
  const { result, exceptionDetails } = await inspector.call('Runtime.evaluate', params, timeoutMs)
  if (exceptionDetails === undefined) return result.value as T
  const reason = exceptionDetails.exception?.description ?? exceptionDetails.text
  throw new TidemarkError('TARGET_REFUSED', `the program refused: ${reason}`)
}

interface SnapshotOrder {
  readonly pid: number
  readonly directory: string
  /** Stands before the paths of a process that sees other files; else empty. */
  readonly root: string
  readonly sequence: number
}

async function writeSnapshot(
  inspector: InspectorConnection,
  { pid, directory, root, sequence }: SnapshotOrder,
): Promise<{ path: string; bytes: number; pauseMs: number }> {
  const path = join(directory, snapshotName(new Date(), pid, sequence))
  const unfinished = `${path}.part`
  try {
    const pauseMs = await evaluate<number>(
      inspector,
      writeSnapshotTo(unfinished.slice(root.length)),
      SNAPSHOT_MS,
    )
    await chmod(unfinished, 0o600)
    await rename(unfinished, path)
    return { path, bytes: (await stat(path)).size, pauseMs }
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

async function interrupt(inspector: InspectorConnection): Promise<StarvedStack> {
  const urls = new Map<string, string>()
  inspector.on('Debugger.scriptParsed', ({ scriptId, url }) => {
    urls.set(scriptId, url)
  })
  const paused = new Promise<StarvedStack>((resolve) => {
    inspector.on('Debugger.paused', ({ callFrames, asyncStackTrace }) => {
      const stack = callFrames.map(({ functionName, location }) => ({
        function: functionName,
        // Node leaves a call frame's own url empty.
        url: urls.get(location.scriptId) ?? '',
        line: location.lineNumber + 1,
        column: (location.columnNumber ?? 0) + 1,
      }))
      const asyncStack: StackFrame[] = []
      for (let trace = asyncStackTrace; trace !== undefined; trace = trace.parent) {
        for (const { functionName, url, lineNumber, columnNumber } of trace.callFrames) {
          asyncStack.push({
            function: functionName,
            url,
            line: lineNumber + 1,
            column: columnNumber + 1,
          })
        }
      }
      resolve({ stack, asyncStack })
    })
  })
  await inspector.call('Debugger.enable')
  try {
    await inspector.call('Debugger.setAsyncCallStackDepth', { maxDepth: ASYNC_DEPTH })
    await delay(ASYNC_MS)
    await inspector.call('Debugger.pause')
    return await Promise.race([paused, delay(PAUSE_MS).then(() => ({ stack: [], asyncStack: [] }))])
  } finally {
    await inspector.call('Debugger.setAsyncCallStackDepth', { maxDepth: 0 })
    // Goes on by itself where it stands still, and forgets a pause that was not reached.
    await inspector.call('Debugger.disable')
  }
}

async function closeInspector(inspector: InspectorConnection): Promise<void> {
  // Answered by the end of the connection, not by a result.
  const expression = "require('node:inspector').close()"
  void evaluate(inspector, expression, CLOSING_MS).catch(() => undefined)
  await Promise.race([inspector.closed, delay(CLOSING_MS)])
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
