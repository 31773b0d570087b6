import { expect, test } from 'vitest'
import { loopbackPorts } from '../../../src/target/node/process-table.ts'
import { pause, until } from '../target/launched-app.ts'
import { attachTo, privateDirectories, startTelling } from './attached-app.ts'

test('a program that was attached to is in all its threads as it was before', async () => {
  const running = await startTelling(1)
  const before = await running.ask('look')
  const attached = await attachTo(running.pid)
  await until(() => attached.isolates.length === 2)
  expect(attached.isolates.map(({ hello }) => `${hello.pid} ${hello.role}`).sort()).toEqual([
    `${running.pid} main`,
    `${running.pid} worker`,
  ])
  expect(loopbackPorts(running.pid)).toEqual([])
  for (const isolate of attached.isolates) {
    const { sample } = await isolate.command('gc', { maxWaitMs: 0 })
    expect(sample?.heapUsedBytes).toBeGreaterThan(1_000_000)
    await isolate.command('sampling-start', { intervalBytes: 32_768 })
    await isolate.command('snapshot', {
      directory: attached.directory,
      way: 'auto',
      keepIds: true,
    })
    await isolate.command('buffer-census', {})
  }
  await attached.dispose()
  expect(attached.isolates.every(({ ended }) => ended)).toBe(true)
  // The thread's end of its connection closes in a turn of its own.
  await pause(100)
  expect(await running.ask('look')).toEqual(before)
  expect(await privateDirectories()).toEqual([])
  expect(running.child.exitCode).toBeNull()
})

test('a worker thread that starts later is reached too', async () => {
  const running = await startTelling(0)
  const attached = await attachTo(running.pid)
  expect(attached.isolates.length).toBe(1)
  await running.ask('worker')
  await until(() => attached.isolates.length === 2)
  expect(attached.isolates[1]?.hello.threadId).toBeGreaterThan(0)
  await until(() => (attached.isolates[1]?.samples.length ?? 0) > 0)
})

test('objects that were logged meanwhile are not kept for a debugger', async () => {
  const running = await startTelling(1)
  const attached = await attachTo(running.pid)
  await until(() => attached.isolates.length === 2)
  const [main, worker] = attached.isolates
  for (const isolate of [main, worker]) {
    await isolate?.command('sampling-start', { intervalBytes: 32_768 })
  }
  await running.ask('log')
  let gone: readonly unknown[] = []
  await until(async () => {
    for (const isolate of [main, worker]) await isolate?.command('gc', { maxWaitMs: 0 })
    gone = await running.ask('gone')
    return gone.every((count) => count === 50)
  })
  expect(gone).toEqual([50, 50])
})

test('an inspector that was open before stays open, and a second watch comes in as the first', async () => {
  const running = await startTelling(0, ['--inspect=127.0.0.1:0'])
  const before = await running.ask('look')
  for (let round = 0; round < 2; round += 1) {
    const attached = await attachTo(running.pid)
    expect(attached.wasOpen).toBe(true)
    await attached.dispose()
    await pause(100)
    expect(await running.ask('look')).toEqual(before)
  }
})
