// Starts a program as its user would, unprepared, to be attached to; nothing of it outlives the test.

import { fork, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { onTestFinished } from 'vitest'
import { attach } from '../../../dist/target/index.js'
import type { Attached } from '../../../dist/target/index.js'
import { app, NODE } from '../target/watched-run.ts'

export interface Running {
  readonly pid: number
  readonly child: ChildProcess
  /** Asks the fixture `attached.mjs` in all its threads. */
  ask(question: string): Promise<readonly unknown[]>
  /** What it has printed on stderr. */
  printed(): string
}

/** Programs of tests that run at the same time would take the one default port from one another. */
export const ANY_PORT = '--inspect-port=0'

/** The fixture that tells what it sees, with so many worker threads. */
export async function startTelling(
  workers: number,
  execArgv: readonly string[] = [ANY_PORT],
): Promise<Running> {
  const child = fork(app('attached.mjs'), [String(workers)], {
    execPath: NODE,
    execArgv: [...execArgv],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const running = track(child)
  await once(child, 'message')
  return running
}

/** Any program, once it has printed something or after `waitMs`. */
export async function start(command: readonly string[], waitMs: number): Promise<Running> {
  const [file = '', ...args] = command
  const running = track(spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'] }))
  await new Promise((resolve) => {
    setTimeout(resolve, waitMs)
  })
  return running
}

function track(child: ChildProcess): Running {
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (data: string) => {
    text += data
  })
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  return {
    pid: child.pid ?? 0,
    child,
    printed: () => text,
    ask: async (question) => {
      child.send(question)
      const [answers] = (await once(child, 'message')) as [readonly unknown[]]
      return answers
    },
  }
}

/** Attaches for one test, and leaves at its end at the latest. */
export async function attachTo(pid: number): Promise<Attached> {
  const attached = await attach(pid)
  onTestFinished(() => attached.dispose())
  return attached
}

/** Private directories of this process. */
export async function privateDirectories(): Promise<readonly string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith(`tidemark-${process.pid}-`))
}

/** Somebody else's server on a port. */
export async function takePort(): Promise<{
  readonly port: number
  readonly heard: () => number
  readonly free: () => Promise<void>
}> {
  let heard = 0
  const server = createServer((socket) => {
    heard += 1
    socket.destroy()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return {
    port: (server.address() as AddressInfo).port,
    heard: () => heard,
    free: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}
