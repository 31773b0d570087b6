// Drives load at the program once it answers: a URL through autocannon (an optional peer), or any command.

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
import { TidemarkError } from '../protocol/index.ts'

const POLL_MS = 100
const CONNECTIONS = 8
/** A load command that does not end by SIGTERM within this time is killed, ms. */
const STOP_MS = 2000
const CONNECT_MS = 1000

export interface Load {
  /** Why the load ended early, in a clause; `null` where it ended as it should. Never rejects. */
  readonly done: Promise<string | null>
  stop(): void
}

/** What became of the load, for the report. */
export interface LoadState {
  started: boolean
  failure: string | null
}

/** Loads autocannon before anything is started, so that a missing peer is an early, clear error. */
export async function prepareLoad(spec: string): Promise<(signal: AbortSignal) => Promise<Load>> {
  if (!/^https?:\/\//.test(spec)) return (signal) => Promise.resolve(commandLoad(spec, signal))
  const autocannon = await loadAutocannon()
  return async (signal) => {
    await answering(new URL(spec), signal)
    return urlLoad(autocannon, spec)
  }
}

interface AutocannonRun extends PromiseLike<unknown> {
  stop(): void
}
type Autocannon = (options: Record<string, unknown>) => AutocannonRun

async function loadAutocannon(): Promise<Autocannon> {
  try {
    // Without types of its own; the assertion keeps the compiler from looking for them.
    const module = (await import('autocannon' as string)) as { default: Autocannon }
    return module.default
  } catch (cause) {
    throw new TidemarkError('PEER_MISSING', '--load with a URL needs the package autocannon', {
      hint: 'npm install --save-dev autocannon, or give a command: --load "npx autocannon …"',
      cause,
    })
  }
}

function urlLoad(autocannon: Autocannon, url: string): Load {
  const run = autocannon({ url, connections: CONNECTIONS, duration: 24 * 3600, timeout: 30 })
  return {
    done: Promise.resolve(run).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    ),
    stop: () => run.stop(),
  }
}

function commandLoad(command: string, signal: AbortSignal): Load {
  const child = spawn(command, {
    shell: true,
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: process.platform !== 'win32',
  })
  let stopped = false
  const done = new Promise<string | null>((resolve) => {
    child.once('exit', (code) =>
      resolve(code === 0 || stopped ? null : `the load command exited with code ${String(code)}`),
    )
    child.once('error', (error) => resolve(error.message))
  })
  const stop = (): void => {
    if (stopped || child.pid === undefined || child.exitCode !== null) return
    stopped = true
    signalGroup(child, 'SIGTERM')
    const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_MS)
    child.once('exit', () => clearTimeout(timer))
  }
  signal.addEventListener('abort', stop, { once: true })
  return { done, stop }
}

/** The command runs in a shell, in a group of its own, so that all of it ends. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (process.platform === 'win32' || child.pid === undefined) child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    child.kill(signal)
  }
}

/** Resolves when the URL's port accepts a connection, or rejects when `signal` aborts. */
async function answering(url: URL, signal: AbortSignal): Promise<void> {
  const port = Number(url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port)
  while (!signal.aborted) {
    if (await accepts(port, url.hostname)) return
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  throw new TidemarkError('TARGET_GONE', `the program ended before ${url.host} answered`)
}

function accepts(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: host.replace(/^\[|\]$/g, '') })
    socket.setTimeout(CONNECT_MS, () => {
      socket.destroy()
      resolve(false)
    })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
