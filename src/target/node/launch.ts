// Starts the user's program as it would start by itself, with an agent preloaded through its environment.

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Hello } from '../../protocol/index.ts'
import { SOCKET_VARIABLE, TidemarkError } from '../../protocol/index.ts'
import { listenForAgents } from './agent-server.ts'
import type { AgentServer } from './agent-server.ts'
import type { Isolate } from './isolate.ts'
import { withAgent } from './node-options.ts'
import { createPrivateDirectory, removeStaleDirectories } from './private-directory.ts'
import type { PrivateDirectory } from './private-directory.ts'
import { ancestors, residentBytes } from './process-table.ts'

/** Last words may still be under way when the process is gone. */
const LAST_WORDS_MS = 300

export interface LaunchOptions {
  readonly command: readonly string[]
  readonly cwd?: string
  /** The program's whole environment; this process's own by default. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** The agent's preload file; the one that Tidemark brings by default. */
  readonly agentPath?: string
}

/** How the launched process ended. */
export interface Exit {
  readonly code: number | null
  readonly signal: string | null
  readonly durationMs: number
}

export interface Launched {
  readonly pid: number
  /** All isolates that were heard of, in that order: threads and children too, also those that ended. */
  readonly isolates: readonly Isolate[]
  /** Calls back on every further isolate, and returns what ends that. */
  onIsolate(listener: (isolate: Isolate) => void): () => void
  /** Never rejects. Children may outlive the launched process. */
  readonly exited: Promise<Exit>
  /** Sends the launched process a signal; nothing where it has ended. */
  kill(signal: NodeJS.Signals): void
  /** Resident bytes of the program with all its processes, with or without an agent; `null` where there is no /proc. */
  rssBytes(): number | null
  /** What stands before its paths where it sees other files than Tidemark; `null` where they cannot be read. */
  readonly sourceRoot: string | null
  /** Private to this user (0700), for snapshots; goes with `dispose`. */
  readonly directory: string
  /** Lets go of the program, which runs on, and removes the directory. May be called twice. */
  dispose(): Promise<void>
}

/** Starts `command` with the terminal as its own. Rejects with `COMMAND_NOT_FOUND`. */
export async function launch(options: LaunchOptions): Promise<Launched> {
  checkWorkingDirectory(options.cwd)
  await removeStaleDirectories()
  const directory = await createPrivateDirectory()
  let server: AgentServer | null = null
  // Known as soon as there is an agent that could ask.
  let launchedPid = 0
  try {
    server = await listenForAgents(directory.socketPath, (hello, known) =>
      roleIn({ launchedPid, known }, hello),
    )
    const startedAt = performance.now()
    const child = await start(options, directory.socketPath)
    launchedPid = child.pid ?? 0
    return describe({ child, pid: launchedPid, server, directory, startedAt })
  } catch (error) {
    await server?.close()
    await directory.remove()
    throw error
  }
}

interface Parts {
  readonly child: ChildProcess
  readonly pid: number
  readonly server: AgentServer
  readonly directory: PrivateDirectory
  readonly startedAt: number
}

function describe({ child, pid, server, directory, startedAt }: Parts): Launched {
  const exited = new Promise<Exit>((resolve) => {
    const onExit = async (code: number | null, signal: string | null): Promise<void> => {
      const durationMs = performance.now() - startedAt
      await lastWords(server, pid)
      resolve({ code, signal, durationMs })
    }
    if (child.exitCode !== null || child.signalCode !== null) {
      void onExit(child.exitCode, child.signalCode)
    } else {
      child.once('exit', (code, signal) => void onExit(code, signal))
    }
  })
  return {
    pid,
    isolates: server.isolates,
    onIsolate: server.onIsolate,
    exited,
    kill: (signal) => {
      child.kill(signal)
    },
    rssBytes: () => {
      const living = server.isolates.filter((isolate) => !isolate.ended)
      return residentBytes([pid, ...living.map((isolate) => isolate.hello.pid)])
    },
    sourceRoot: '',
    directory: directory.path,
    dispose: async () => {
      await server.close()
      await directory.remove()
    },
  }
}

function start(options: LaunchOptions, socketPath: string): Promise<ChildProcess> {
  const [file = '', ...args] = options.command
  const env = options.env ?? process.env
  const agentPath =
    options.agentPath ?? fileURLToPath(new URL('../../agent/preload.cjs', import.meta.url))
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => {
      reject(
        new TidemarkError('COMMAND_NOT_FOUND', `${file || 'nothing'} cannot be started`, {
          file,
          hint: 'Check its spelling and that it is on the PATH; the command comes after two dashes.',
          cause,
        }),
      )
    }
    try {
      const child = spawn(file, args, {
        cwd: options.cwd,
        stdio: 'inherit',
        env: {
          ...env,
          NODE_OPTIONS: withAgent(env['NODE_OPTIONS'], agentPath, options.command),
          [SOCKET_VARIABLE]: socketPath,
        },
      })
      child.once('error', fail)
      child.once('spawn', () => {
        // Later errors are those of signals to a process that has ended.
        child.off('error', fail).on('error', () => undefined)
        resolve(child)
      })
    } catch (error) {
      fail(error)
    }
  })
}

/** Else a missing directory would look like a missing program. */
function checkWorkingDirectory(cwd: string | undefined): void {
  if (cwd === undefined || statSync(cwd, { throwIfNoEntry: false })?.isDirectory() === true) return
  throw new TidemarkError('USAGE', `there is no directory ${cwd} to run in`, { file: cwd })
}

/** Waits until the process's own connections have ended, which its exit makes certain but not immediate. */
async function lastWords(server: AgentServer, pid: number): Promise<void> {
  const deadline = performance.now() + LAST_WORDS_MS
  const isHeard = (): boolean => server.isolates.every((i) => i.hello.pid !== pid || i.ended)
  while (!isHeard() && performance.now() < deadline) {
    await new Promise((resolve) => {
      setTimeout(resolve, 5)
    })
  }
}

interface Family {
  readonly launchedPid: number
  readonly known: readonly Isolate[]
}

/** An agent cannot tell whether its parent is watched too; from outside it shows. */
function roleIn({ launchedPid, known }: Family, hello: Hello): Hello['role'] {
  if (hello.pid === launchedPid && hello.threadId === 0) return 'main'
  if (hello.role !== 'main') return hello.role
  const watched = new Set(known.map((isolate) => isolate.hello.pid))
  const above = [hello.parentPid, ...ancestors(hello.pid)]
  return above.some((pid) => watched.has(pid)) ? 'child' : 'main'
}
