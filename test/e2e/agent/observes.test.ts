import { expect, test } from 'vitest'
import { PROTOCOL_VERSION } from '../../../src/protocol/index.ts'
import { isolateOf, launchApp, sampleOf, until } from '../target/launched-app.ts'
import { app } from '../target/watched-run.ts'

test('an isolate says who it is before anything else', async () => {
  const launched = await launchApp('idle.js', ['--flag', 'value'])
  const { hello, id } = await isolateOf(launched)
  expect(hello).toMatchObject({
    protocol: PROTOCOL_VERSION,
    pid: launched.pid,
    parentPid: process.pid,
    threadId: 0,
    role: 'main',
    entry: app('idle.js'),
    cwd: process.cwd(),
    ownsSigusr1: false,
  })
  expect(hello.argv.slice(2)).toEqual(['--flag', 'value'])
  expect(id).toBe(`${launched.pid}/0`)
})

test('natural mark-compacts of a growing program are read with their pause', async () => {
  const isolate = await isolateOf(await launchApp('growing.js'))
  await until(() => isolate.samples.filter((s) => s.trigger === 'gc-natural').length >= 3)
  const floors = isolate.samples.filter((sample) => sample.trigger === 'gc-natural')
  for (const floor of floors) {
    expect(floor.gcPauseMs).toBeGreaterThan(0)
    expect(floor.oldGenerationBytes).toBeGreaterThan(0)
    expect(floor.oldGenerationBytes).toBeLessThanOrEqual(floor.heapUsedBytes)
    expect(floor.heapUsedBytes).toBeLessThan(floor.rssBytes)
    expect(floor.heapUsedBytes).toBeLessThan(floor.heapLimitBytes)
  }
  expect(floors.at(-1)?.oldGenerationBytes).toBeGreaterThan(floors[0]?.oldGenerationBytes ?? 0)
})

test('a program that collects nothing is read by the clock, and the old generation is all but the young', async () => {
  const isolate = await isolateOf(await launchApp('idle.js'))
  const sample = await sampleOf(isolate, ({ trigger }) => trigger === 'interval')
  const old = sample.spaces.filter(({ name }) => !name.startsWith('new_'))
  expect(old.length).toBe(sample.spaces.length - 2)
  expect(sample.oldGenerationBytes).toBe(old.reduce((sum, { usedBytes }) => sum + usedBytes, 0))
  expect(sample.gcPauseMs).toBe(0)
  expect(sample.operations.second).toBeCloseTo(sample.atMs / 1000, 2)
})

test('answered HTTP requests are counted one by one', async () => {
  const isolate = await isolateOf(await launchApp('server.js'))
  const sample = await sampleOf(isolate, ({ operations }) => (operations['http request'] ?? 0) > 0)
  await until(() => (isolate.samples.at(-1)?.operations['http request'] ?? 0) >= 25)
  expect(sample.operations['http request']).toBeLessThanOrEqual(25)
  expect(isolate.samples.at(-1)?.operations['http request']).toBe(25)
})

test("resources are the program's own, without the agent's timer and connection", async () => {
  const idle = await isolateOf(await launchApp('idle.js'))
  const sample = await sampleOf(idle, () => true)
  expect(sample.resources).toEqual({ Timeout: 1 })
})

test('a worker thread has an agent of its own, which learns its file', async () => {
  const launched = await launchApp('threads.js')
  const worker = await isolateOf(launched, ({ hello }) => hello.role === 'worker')
  const main = await isolateOf(launched, ({ hello }) => hello.role === 'main')
  expect(worker.id).toBe(`${launched.pid}/1`)
  expect(main.id).toBe(`${launched.pid}/0`)
  await until(() => worker.hello.entry !== null)
  expect(worker.hello.entry).toBe(app('threads.js'))
  const [inWorker, inMain] = await Promise.all(
    [worker, main].map((isolate) => isolate.command('gc', { maxWaitMs: 1000 })),
  )
  expect(inWorker?.sample?.heapUsedBytes).not.toBe(inMain?.sample?.heapUsedBytes)
})

test('a cluster worker and its primary are told apart', async () => {
  const launched = await launchApp('cluster.js')
  const worker = await isolateOf(launched, ({ hello }) => hello.role === 'cluster-worker')
  expect(worker.hello.parentPid).toBe(launched.pid)
  expect(launched.isolates.filter(({ hello }) => hello.role === 'main').length).toBe(1)
})

test('a program that takes SIGUSR1 says so at once, even if its loop never turns again', async () => {
  const isolate = await isolateOf(await launchApp('takes-sigusr1.js'))
  await until(() => isolate.hello.ownsSigusr1)
  expect(isolate.hello.ownsSigusr1).toBe(true)
})
