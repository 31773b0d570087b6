// Drives load at the program once it answers: a URL through autocannon (an optional peer), or any command.

import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { TidemarkError } from '../protocol/index.ts'

const POLL_MS = 100
const CONNECTIONS = 8

export interface Load {
  readonly done: Promise<void>
  stop(): void
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
      () => undefined,
      () => undefined,
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
  const done = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const stop = (): void => {
    if (child.pid === undefined || child.exitCode !== null) return
    try {
      if (process.platform === 'win32') child.kill()
      else process.kill(-child.pid, 'SIGTERM')
    } catch {
      child.kill()
    }
  }
  signal.addEventListener('abort', stop, { once: true })
  return { done, stop }
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
    const socket = connect({ port, host })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
