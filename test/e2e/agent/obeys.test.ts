import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { expect, test } from 'vitest'
import { isolateOf, launchApp, pause, until } from '../target/launched-app.ts'
import { app } from '../target/watched-run.ts'

test('an asked-for collection reads the floor at once and is not reported as natural', async () => {
  const isolate = await isolateOf(await launchApp('idle.js'))
  for (let round = 0; round < 3; round += 1) {
    const { sample, quiet } = await isolate.command('gc', { maxWaitMs: 2000 })
    expect(quiet).toBe(true)
    expect(sample?.trigger).toBe('gc-asked')
    expect(sample?.gcPauseMs).toBeGreaterThan(0)
  }
  await pause(1500)
  const triggers = isolate.samples.map(({ trigger }) => trigger)
  expect(triggers.filter((trigger) => trigger === 'gc-asked').length).toBe(3)
  expect(triggers).not.toContain('gc-natural')
})

test('a collection is made without a quiet moment where the program has none', async () => {
  const isolate = await isolateOf(await launchApp('busy.js'))
  const { sample, quiet } = await isolate.command('gc', { maxWaitMs: 200 })
  expect(quiet).toBe(false)
  expect(sample?.trigger).toBe('gc-asked')
})

test('sampled allocations lead to the file that keeps memory, and tell survivors', async () => {
  const isolate = await isolateOf(await launchApp('growing.js'))
  await isolate.command('sampling-start', { intervalBytes: 8192 })
  await pause(500)
  const first = await isolate.command('sampling-read', {})
  expect(first.intervalBytes).toBe(8192)
  expect(first.sites.every((site) => site.survivorBytes === 0)).toBe(true)
  await pause(500)
  const { sites, sinceMs } = await isolate.command('sampling-stop', {})
  const url = `file://${app('growing.js')}`
  const keeping = sites.filter(({ stack }) => stack.some((frame) => frame.url === url))
  const live = keeping.reduce((sum, site) => sum + site.liveBytes, 0)
  const survived = keeping.reduce((sum, site) => sum + site.survivorBytes, 0)
  const all = sites.reduce((sum, site) => sum + site.liveBytes, 0)
  expect(live / all).toBeGreaterThan(0.5)
  expect(survived).toBeGreaterThan(0)
  expect(survived).toBeLessThan(live)
  expect(sinceMs).toBeGreaterThan(900)
  // V8 counts what an inlined function allocates as its caller's.
  expect([5, 9]).toContain(keeping[0]?.stack[0]?.line)
  expect(sites.some(({ stack }) => stack.some((f) => f.url.includes('dist/agent')))).toBe(false)
})

test('sampling that does not run, and sampling that runs, are refused', async () => {
  const isolate = await isolateOf(await launchApp('idle.js'))
  await expect(isolate.command('sampling-read', {})).rejects.toMatchObject({
    code: 'TARGET_REFUSED',
  })
  await isolate.command('sampling-start', { intervalBytes: 32768 })
  const again = isolate.command('sampling-start', { intervalBytes: 32768 })
  await expect(again).rejects.toMatchObject({ code: 'TARGET_REFUSED' })
  expect((await isolate.command('sampling-read', {})).intervalBytes).toBe(32768)
})

test("a snapshot is a private file under Node's kind of name, and sampling goes on after it", async () => {
  const launched = await launchApp('growing.js')
  const isolate = await isolateOf(launched)
  await isolate.command('sampling-start', { intervalBytes: 8192 })
  const before = isolate.samples.length
  const snapshot = await isolate.command('snapshot', {
    directory: launched.directory,
    way: 'in-process',
    keepIds: true,
  })
  expect(basename(snapshot.path)).toMatch(
    new RegExp(`^Heap\\.\\d{8}\\.\\d{6}\\.${launched.pid}\\.0\\.001\\.heapsnapshot$`),
  )
  const file = await stat(snapshot.path)
  expect(file.mode & 0o777).toBe(0o600)
  expect(file.size).toBe(snapshot.bytes)
  expect(snapshot.pauseMs).toBeGreaterThan(0)
  expect(snapshot.operations.second).toBeCloseTo(snapshot.atMs / 1000, 1)
  const parsed = JSON.parse(await readFile(snapshot.path, 'utf8')) as { snapshot: object }
  expect(parsed.snapshot).toHaveProperty('node_count')
  const left = await readdir(dirname(snapshot.path))
  expect(left.filter((name) => name.startsWith('Heap.'))).toEqual([basename(snapshot.path)])
  await until(() => isolate.samples.length > before)
  const { sites } = await isolate.command('sampling-stop', {})
  expect(sites.some(({ stack }) => stack[0]?.url === `file://${app('growing.js')}`)).toBe(true)
})

test('a snapshot that cannot be written is refused and leaves nothing behind', async () => {
  const launched = await launchApp('idle.js')
  const isolate = await isolateOf(launched)
  const nowhere = isolate.command('snapshot', {
    directory: `${launched.directory}/missing`,
    way: 'in-process',
    keepIds: true,
  })
  await expect(nowhere).rejects.toMatchObject({ code: 'TARGET_REFUSED' })
  expect((await isolate.command('gc', { maxWaitMs: 500 })).sample).not.toBeNull()
})

test('the buffer census sees small slices that pin large buffers', async () => {
  const isolate = await isolateOf(await launchApp('buffer-slices.js'))
  // The agent is there before the program's first line: a sample says that it has run.
  await until(() => isolate.samples.length > 0)
  const census = await isolate.command('buffer-census', {})
  expect(census.views).toBeGreaterThanOrEqual(21)
  expect(census.slices).toBeGreaterThanOrEqual(20)
  expect(census.slices).toBeLessThan(40)
  expect(census.pinnedBytes).toBeGreaterThanOrEqual(3_000_000)
  expect(census.pinnedBytes).toBeLessThan(3_400_000)
  expect(census.wantedBytes).toBeGreaterThanOrEqual(1_000_200)
  expect(census.wantedBytes).toBeLessThan(1_200_000)
})

test("source maps that the process knows come without the sources' text", async () => {
  const isolate = await isolateOf(await launchApp('mapped.cjs', [], ['--enable-source-maps']))
  await until(() => isolate.samples.length > 0)
  const { maps } = await isolate.command('source-maps', {
    urls: [`file://${app('mapped.cjs')}`, 'file:///nowhere.js'],
  })
  expect(Object.keys(maps)).toEqual([`file://${app('mapped.cjs')}`])
  expect(JSON.stringify(maps)).toContain('author.ts')
  expect(JSON.stringify(maps)).not.toContain('secret')
})

test('a stopped agent is silent and the program goes on', async () => {
  const launched = await launchApp('growing.js', ['3000'])
  const isolate = await isolateOf(launched)
  await isolate.command('stop', {})
  await until(() => isolate.ended)
  const heard = isolate.samples.length
  const exit = await launched.exited
  expect(exit.code).toBe(0)
  expect(isolate.samples.length).toBe(heard)
  const gone = isolate.command('gc', { maxWaitMs: 0 })
  await expect(gone).rejects.toMatchObject({ code: 'TARGET_GONE' })
})
