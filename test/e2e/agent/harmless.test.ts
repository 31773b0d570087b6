import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { app, NODE, run, runWatched } from '../target/watched-run.ts'
import { until } from '../target/launched-app.ts'

const PRELOAD = fileURLToPath(new URL('../../../dist/agent/preload.cjs', import.meta.url))
const LOADED = app('list-loaded.cjs')

test.each([
  'empty.js',
  'crashes.js',
  'exits-in-exit-handler.js',
  'many-exit-listeners.js',
  'brief-worker.js',
])('%s prints and ends the same with the agent as without', async (name) => {
  const bare = await run([NODE, app(name)])
  const watched = await runWatched([NODE, app(name)])
  expect(watched.stdout).toBe(bare.stdout)
  expect(withoutPid(watched.stderr)).toBe(withoutPid(bare.stderr))
  expect(watched.exit).toEqual({
    code: bare.code,
    signal: bare.signal,
    durationMs: expect.any(Number),
  })
  expect(watched.isolates.every(({ ended }) => ended)).toBe(true)
})

test('a program sees no resource, global or argument of the agent', async () => {
  const command = [NODE, app('reports-itself.js'), 'argument']
  const bare = await run(command)
  const watched = await runWatched(command)
  expect(watched.stdout).toBe(bare.stdout)
  expect(watched.stderr).toBe('')
})

test.each([undefined, '/nowhere/agent.sock'])(
  'an agent whose socket is %s does nothing',
  async (path) => {
    const env = { ...process.env, NODE_OPTIONS: `--require ${PRELOAD}`, TIDEMARK_SOCKET: path }
    const printed = await run([NODE, app('listener-counts.js'), '200'], env)
    const bare = await run([NODE, app('listener-counts.js'), '200'])
    expect(printed).toEqual(bare)
  },
)

test('when Tidemark goes away the agent takes its listeners with it', async () => {
  const listener = await listen((socket) => socket.once('data', () => socket.destroy()))
  const env = { ...process.env, NODE_OPTIONS: `--require ${PRELOAD}`, TIDEMARK_SOCKET: listener }
  const printed = await run([NODE, app('listener-counts.js'), '300'], env)
  expect(printed).toEqual(await run([NODE, app('listener-counts.js'), '300']))
})

test('a Tidemark that asks but reads nothing keeps no program alive', async () => {
  // Each refusal repeats the name of the command: together they are more than any socket holds.
  const name = 'x'.repeat(10_000)
  const asked = 200
  const sockets: Socket[] = []
  const listener = await listen((socket) => {
    sockets.push(socket.pause())
    for (let id = 1; id <= asked; id += 1) {
      socket.write(`${JSON.stringify({ type: 'command', id, name, params: {} })}\n`)
    }
  })
  const env = { ...process.env, NODE_OPTIONS: `--require ${PRELOAD}`, TIDEMARK_SOCKET: listener }
  const printed = await run([NODE, app('growing.js'), '600'], env)
  expect(printed).toEqual({ stdout: '', stderr: '', code: 0, signal: null })
  let read = 0
  sockets[0]?.on('data', (data: Buffer) => {
    read += data.length
  })
  sockets[0]?.resume()
  await until(() => sockets[0]?.closed === true)
  expect(read).toBeGreaterThan(50_000)
  expect(read).toBeLessThan(asked * name.length)
})

test('a command that is not understood takes the agent out, not the program', async () => {
  const listener = await listen((socket) => socket.write('{"broken\n'))
  const env = { ...process.env, NODE_OPTIONS: `--require ${PRELOAD}`, TIDEMARK_SOCKET: listener }
  const printed = await run([NODE, app('listener-counts.js'), '300'], env)
  expect(printed).toEqual(await run([NODE, app('listener-counts.js'), '300']))
})

test('at most 8 files and 40 KB are loaded, and nothing but what Node brings', async () => {
  const listener = await listen(() => undefined)
  const env = { ...process.env, TIDEMARK_SOCKET: listener }
  const { stdout } = await run(
    [NODE, '--require', LOADED, '--require', PRELOAD, app('empty.js')],
    env,
  )
  const { files, bytes, others } = JSON.parse(stdout) as {
    files: string[]
    bytes: number
    others: string[]
  }
  expect(files.length).toBeGreaterThan(2)
  expect(files.length).toBeLessThanOrEqual(8)
  expect(bytes).toBeLessThanOrEqual(40 * 1024)
  expect(others.length).toBeGreaterThan(0)
  expect(others.filter((name) => !name.startsWith('node:'))).toEqual([])
})

test('the environment that the program sees differs by the agent alone', async () => {
  const { stdout } = await runWatched([NODE, '-p', 'process.env.NODE_OPTIONS'], {
    ...process.env,
    NODE_OPTIONS: '--no-deprecation',
  })
  expect(stdout).toBe(`--no-deprecation --require "${PRELOAD}"\n`)
})

test('a program killed from outside leaves a Tidemark that knows that it is gone', async () => {
  const sockets = new Set<Socket>()
  const listener = await listen((socket) => {
    sockets.add(socket)
    socket.resume().on('close', () => sockets.delete(socket))
  })
  const env = { ...process.env, NODE_OPTIONS: `--require ${PRELOAD}`, TIDEMARK_SOCKET: listener }
  const child = spawn(NODE, [app('idle.js')], { env, stdio: 'ignore' })
  await until(() => sockets.size === 1)
  child.kill('SIGKILL')
  await until(() => sockets.size === 0)
  expect(child.killed).toBe(true)
})

function withoutPid(text: string): string {
  return text.replaceAll(/\(node:\d+\)/g, '(node)')
}

/** Listens as Tidemark would, until the test has ended; the path. */
async function listen(onSocket: (socket: Socket) => void): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'listener-'))
  const path = join(directory, 'agent.sock')
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    onSocket(socket)
  })
  await new Promise<void>((resolve) => {
    server.listen(path, resolve)
  })
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await rm(directory, { recursive: true })
  })
  return path
}
