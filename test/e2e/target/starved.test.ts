import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { isStarved, openStarvedSession, readStarved } from '../../../dist/target/index.js'
import { loopbackPorts } from '../../../src/target/node/process-table.ts'
import { isolateOf, launchApp, pause, until } from './launched-app.ts'
import { app } from './watched-run.ts'

const HEAP = ['--max-old-space-size=512']
const SOON = { silentAfterMs: 1500, windowMs: 300 }

test('a loop of microtasks is told from a program that waits', async () => {
  const [starved, idle] = await Promise.all([
    launchApp('starved.js', [], HEAP),
    launchApp('idle.js'),
  ])
  const [busy, waiting] = await Promise.all([isolateOf(starved), isolateOf(idle)])
  await until(() => isStarved(busy, SOON))
  expect(await isStarved(waiting, SOON)).toBe(false)
})

test('a starved program shows its memory, the call that runs and a snapshot, and its port is closed again', async () => {
  const launched = await launchApp('starved.js', [], HEAP)
  const isolate = await isolateOf(launched)
  const { pid } = launched
  await until(() => isStarved(isolate, SOON))
  expect(loopbackPorts(pid)).toEqual([])
  const reading = await readStarved({
    pid,
    ownsSigusr1: isolate.hello.ownsSigusr1,
    snapshotDirectory: launched.directory,
  })
  expect(reading).toMatchObject({ via: 'inspector', because: null })
  expect(reading.cpuShare).toBeGreaterThan(0)
  expect(reading.memory?.heapUsedBytes).toBeGreaterThan(1_000_000)
  expect(reading.memory?.heapUsedBytes).toBeLessThan(reading.memory?.rssBytes ?? 0)
  const file = `file://${app('starved.js')}`
  // Node's own frames, which run the microtasks, may lie around the program's.
  const running = reading.stack?.find(({ url }) => url === file)
  expect(['query', 'register']).toContain(running?.function)
  const recursion = reading.asyncStack?.filter((frame) => frame.function === 'register') ?? []
  expect(recursion.length).toBeGreaterThan(10)
  expect(new Set(recursion.map(({ url, line }) => `${url}:${line}`))).toEqual(
    new Set([`${file}:11`]),
  )
  const path = reading.snapshotPath ?? ''
  expect(basename(path)).toMatch(/^Heap\.\d{8}\.\d{6}\.\d+\.0\.001\.heapsnapshot$/)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(JSON.parse(await readFile(path, 'utf8'))).toHaveProperty('snapshot.node_count')
  expect(reading.pauseMs).toBeGreaterThan(0)
  expect(loopbackPorts(pid)).toEqual([])
})

test('a session can be opened again, and a collection says what stays', async () => {
  const launched = await launchApp('starved.js', [], HEAP)
  const isolate = await isolateOf(launched)
  await until(() => isStarved(isolate, SOON))
  const target = { pid: launched.pid, ownsSigusr1: false }
  for (let round = 0; round < 2; round += 1) {
    const session = await openStarvedSession(target)
    const before = await session.memory()
    const { memory, pauseMs } = await session.gc()
    expect(memory.heapUsedBytes).toBeLessThan(before.heapUsedBytes + 10_000_000)
    expect(pauseMs).toBeGreaterThan(0)
    expect(loopbackPorts(launched.pid).length).toBe(1)
    await session.close()
    await session.close()
    expect(loopbackPorts(launched.pid)).toEqual([])
  }
})

test('a program that uses SIGUSR1 itself is not sent it and read from outside', async () => {
  const launched = await launchApp('takes-sigusr1.js')
  const isolate = await isolateOf(launched)
  await until(() => isStarved(isolate, SOON))
  const { pid, ownsSigusr1 } = isolate.hello
  const reading = await readStarved({ pid, ownsSigusr1, windowMs: 200 })
  expect(reading.via).toBe('proc')
  expect(reading.because).toContain('SIGUSR1')
  expect(reading.rssBytes).toBeGreaterThan(1_000_000)
  expect(reading.cpuShare).toBeGreaterThan(0)
  expect(reading.memory).toBeUndefined()
})

test('a process that does not handle SIGUSR1 is never sent it', async () => {
  const { spawn } = await import('node:child_process')
  const sleeper = spawn('sleep', ['60'])
  await pause(100)
  const session = openStarvedSession({ pid: sleeper.pid ?? 0, ownsSigusr1: false })
  await expect(session).rejects.toMatchObject({ code: 'TARGET_KEEPS_SIGUSR1' })
  await pause(100)
  expect(sleeper.signalCode).toBeNull()
  sleeper.kill()
})
