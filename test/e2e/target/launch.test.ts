import { readdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { launch } from '../../../dist/target/index.js'
import { isolateOf, launchApp, until } from './launched-app.ts'
import { app, NODE, run, runWatched } from './watched-run.ts'

test('a program that ends at once is heard from its Hello to its Bye', async () => {
  const { isolates, exit, leftBehind } = await runWatched([NODE, app('empty.js')])
  expect(isolates.length).toBe(1)
  expect(isolates[0]?.bye).toEqual({ type: 'bye', exitCode: 0, uncaught: null })
  expect(exit).toMatchObject({ code: 0, signal: null })
  expect(leftBehind).toEqual([])
})

test('a program that crashes says which error it was and not what it said', async () => {
  const { isolates, exit, stderr } = await runWatched([NODE, app('crashes.js')])
  expect(exit).toMatchObject({ code: 1, signal: null })
  expect(isolates[0]?.bye).toEqual({ type: 'bye', exitCode: 1, uncaught: 'TypeError E_SECRET' })
  expect(stderr).toContain('hunter2')
})

test('a program that is killed leaves no Bye, no file and no socket', async () => {
  const launched = await launchApp('busy.js')
  const isolate = await isolateOf(launched)
  const pending = isolate.command('gc', { maxWaitMs: 60_000 }).catch((error: unknown) => error)
  launched.kill('SIGKILL')
  expect(await launched.exited).toMatchObject({ code: null, signal: 'SIGKILL' })
  expect(isolate.ended).toBe(true)
  expect(isolate.bye).toBeNull()
  expect(await pending).toMatchObject({ code: 'TARGET_GONE' })
  await launched.dispose()
  await expect(stat(launched.directory)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('the directory and the socket belong to this user alone', async () => {
  const launched = await launchApp('idle.js')
  expect((await stat(launched.directory)).mode & 0o777).toBe(0o700)
  expect((await stat(join(launched.directory, 'agent.sock'))).mode & 0o777).toBe(0o600)
})

test('a child that outlives its parent is watched to its own end', async () => {
  const { isolates, exit } = await runWatched([NODE, app('forks-and-leaves.js')])
  expect(exit.code).toBe(0)
  expect(isolates.map(({ hello }) => hello.role)).toEqual(['main', 'child'])
  expect(isolates[1]?.bye?.exitCode).toBe(0)
  expect(isolates[1]?.samples).toBeGreaterThan(0)
})

test('children with environments of their own are found, and see nothing else of it', async () => {
  const command = [NODE, app('own-environments.js')]
  const bare = await run(command)
  const { isolates, stdout } = await runWatched(command)
  expect(isolates.map(({ hello }) => hello.role)).toEqual(['main', ...Array(4).fill('child')])
  expect(stdout).toBe(bare.stdout)
})

test("a child's child is a child, with its own entry file", async () => {
  const { isolates } = await runWatched([NODE, app('grandparent.js')])
  const known = isolates.map(({ hello }) => [hello.role, basename(hello.entry ?? '')])
  expect(known).toEqual([
    ['main', 'grandparent.js'],
    ['child', 'grandparent.js'],
    ['child', 'empty.js'],
  ])
})

test('the exit code is the one that an exit handler chose last', async () => {
  const { exit, stdout } = await runWatched([NODE, app('exits-in-exit-handler.js')])
  expect(exit.code).toBe(7)
  expect(stdout).toBe('leaving\n')
})

test('a program that closes its own stdio is watched nevertheless', async () => {
  const { exit, isolates } = await runWatched([NODE, app('closes-stdio.js')])
  expect(exit.code).toBe(5)
  expect(isolates[0]?.samples).toBeGreaterThan(0)
})

test('megabytes of output pass unchanged', async () => {
  const { stdout } = await runWatched([NODE, app('prints-megabytes.js')])
  expect(stdout.length).toBe(8 * 1024 * 1024)
  expect(stdout === 'tidemark'.repeat(1024 * 1024)).toBe(true)
})

test('a program that catches signals ends by its own rules', async () => {
  const launched = await launchApp('catches-signals.js')
  const isolate = await isolateOf(launched)
  await until(() => isolate.samples.length > 0)
  launched.kill('SIGTERM')
  expect(await launched.exited).toMatchObject({ code: 9, signal: null })
})

test("a program's own --require, --import and NODE_OPTIONS keep working", async () => {
  const own = fileURLToPath(new URL('../../fixtures/apps/', import.meta.url))
  const command = [NODE, '--import', join(own, 'preload-import.js'), app('reports-itself.js')]
  const env = {
    ...process.env,
    NODE_OPTIONS: `--require "${join(own, 'preload-require.cjs')}"`,
  }
  const bare = await run(command, env)
  const watched = await runWatched(command, env)
  expect(JSON.parse(bare.stdout.split('\n')[0] ?? '')).toMatchObject({ preloaded: [true, true] })
  expect(watched.stdout).toBe(bare.stdout)
  expect(watched.isolates.length).toBe(1)
})

test('a program behind a shell is found through the environment', async () => {
  const { isolates, exit } = await runWatched([
    'sh',
    '-c',
    `"${NODE}" "${app('empty.js')}"; exit 4`,
  ])
  expect(exit.code).toBe(4)
  expect(isolates.map(({ hello }) => hello.role)).toEqual(['main'])
})

test('a program without an agent is measured from outside', async () => {
  const launched = await launch({ command: ['sleep', '60'] })
  onTestFinished(() => {
    launched.kill('SIGKILL')
    return launched.dispose()
  })
  await until(() => (launched.rssBytes() ?? 0) > 100_000)
  expect(launched.rssBytes()).toBeLessThan(50_000_000)
  launched.kill('SIGTERM')
  expect(await launched.exited).toMatchObject({ code: null, signal: 'SIGTERM' })
  expect(launched.rssBytes()).toBeNull()
  expect(launched.isolates).toEqual([])
  await launched.dispose()
  await launched.dispose()
})

test('resident bytes are those of all processes of the program', async () => {
  const launched = await launchApp('cluster.js')
  const alone = launched.rssBytes() ?? 0
  await isolateOf(launched, ({ hello }) => hello.role === 'cluster-worker')
  await until(() => (launched.rssBytes() ?? 0) > alone * 1.5)
  expect(launched.rssBytes()).toBeGreaterThan(60_000_000)
})

test('a command that does not exist is said to be missing, and nothing is left of the attempt', async () => {
  const before = await privateDirectories()
  const missing = launch({ command: ['tidemark-no-such-program'] })
  await expect(missing).rejects.toMatchObject({ code: 'COMMAND_NOT_FOUND' })
  await expect(launch({ command: [] })).rejects.toMatchObject({ code: 'COMMAND_NOT_FOUND' })
  const nowhere = launch({ command: [NODE], cwd: '/no/such/directory' })
  await expect(nowhere).rejects.toMatchObject({ code: 'USAGE' })
  expect(await privateDirectories()).toEqual(before)
})

test('a command is cancelled by its signal and given up after its time', async () => {
  const isolate = await isolateOf(await launchApp('busy.js'))
  const silent = isolate.command('gc', { maxWaitMs: 5000 }, { timeoutMs: 50 })
  expect(isolate.isBusy).toBe(true)
  await expect(silent).rejects.toMatchObject({ code: 'TARGET_SILENT' })
  const signal = AbortSignal.timeout(50)
  const cancelled = isolate.command('gc', { maxWaitMs: 5000 }, { signal })
  await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' })
  expect(isolate.isBusy).toBe(false)
})

async function privateDirectories(): Promise<readonly string[]> {
  const names = await readdir(dirname(join(tmpdir(), 'any')))
  return names.filter((name) => name.startsWith(`tidemark-${process.pid}-`))
}
