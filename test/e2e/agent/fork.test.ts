import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import type { Isolate } from '../../../dist/target/index.js'
import { isolateOf, launchApp, until } from '../target/launched-app.ts'
import { NODE } from '../target/watched-run.ts'
import { heapIds } from './heap-ids.ts'

const SOAK = fileURLToPath(new URL('../../../bench/pause/soak-target.cjs', import.meta.url))

async function hasStarted(isolate: Isolate): Promise<void> {
  await until(() => isolate.samples.some(({ trigger }) => trigger === 'interval'))
}

test('a copy of the process writes the snapshot while the agent goes on to obey', async () => {
  const launched = await launchApp('questions.js')
  const isolate = await isolateOf(launched)
  await hasStarted(isolate)
  expect((await isolate.command('snapshot-ways', {})).fork).toBeNull()
  const request = { directory: launched.directory, way: 'fork', keepIds: false } as const
  const taken = isolate.command('snapshot', request)
  const order: string[] = []
  void taken.then(() => order.push('snapshot'))
  await isolate.command('gc', { maxWaitMs: 0 })
  order.push('gc')
  const { path, bytes, way, fallback } = await taken
  expect([way, fallback]).toEqual(['fork', null])
  expect(order).toEqual(['gc', 'snapshot'])
  const file = await stat(path)
  expect([file.size, file.mode & 0o777]).toEqual([bytes, 0o600])
  const written = await readdir(dirname(path))
  expect(written.filter((name) => name.startsWith('Heap.'))).toEqual([basename(path)])
  const { snapshot } = JSON.parse(await readFile(path, 'utf8')) as { snapshot: object }
  expect(snapshot).toHaveProperty('node_count')
})

test('objects keep their numbers from a fork to later snapshots, and are found by them', async () => {
  const launched = await launchApp('questions.js')
  const isolate = await isolateOf(launched)
  await hasStarted(isolate)
  const { directory } = launched
  const forked = await isolate.command('snapshot', { directory, way: 'fork', keepIds: true })
  const again = await isolate.command('snapshot', { directory, way: 'fork', keepIds: true })
  const later = await isolate.command('snapshot', { directory, way: 'in-process', keepIds: true })
  expect([forked.way, later.way]).toEqual(['fork', 'in-process'])
  const ids = await heapIds(forked.path, 'Link')
  expect(ids.length).toBeGreaterThanOrEqual(100)
  expect(await heapIds(again.path, 'Link')).toEqual(ids)
  expect(await heapIds(later.path, 'Link')).toEqual(ids)
  const loud = (await heapIds(forked.path, 'Loud')).at(-1) ?? 0
  const { fields } = await isolate.command('read-fields', { objectIds: [loud], fields: ['limit'] })
  expect(fields[loud]).toEqual({ limit: 100 })
})

test('a worker thread is forked as well as the main thread, at the same time', async () => {
  const launched = await launchApp('threads.js')
  const main = await isolateOf(launched, ({ hello }) => hello.threadId === 0)
  const worker = await isolateOf(launched, ({ hello }) => hello.threadId !== 0)
  await Promise.all([hasStarted(main), hasStarted(worker)])
  const request = { directory: launched.directory, way: 'fork', keepIds: false } as const
  const taken = await Promise.all([main, worker].map((one) => one.command('snapshot', request)))
  expect(taken.map(({ way }) => way)).toEqual(['fork', 'fork'])
  const [ofMain, ofWorker] = taken.map(({ path }) => heapIds(path, 'Worker'))
  // The object that stands for the worker, and the prototype.
  expect((await ofMain)?.length).toBeGreaterThan((await ofWorker)?.length ?? 0)
})

test('where add-ons are not let in the snapshot is taken in the process, or refused', async () => {
  const launched = await launchApp('idle.js', [], ['--no-addons'])
  const isolate = await isolateOf(launched)
  const { fork } = await isolate.command('snapshot-ways', {})
  expect(fork).toContain('the native part could not be loaded')
  const { directory } = launched
  const taken = await isolate.command('snapshot', { directory, way: 'auto', keepIds: false })
  expect(taken).toMatchObject({ way: 'in-process', tries: 1, fallback: fork })
  const refused = isolate.command('snapshot', { directory, way: 'fork', keepIds: false })
  await expect(refused).rejects.toMatchObject({ code: 'TARGET_REFUSED' })
})

test('where the kernel refuses to fork the snapshot is taken in the process', async () => {
  const launched = await launchApp('forbids-forks.cjs')
  const isolate = await isolateOf(launched)
  await hasStarted(isolate)
  const request = { directory: launched.directory, way: 'auto', keepIds: true } as const
  const { way, tries, fallback } = await isolate.command('snapshot', request)
  expect([way, tries]).toEqual(['in-process', 2])
  expect(fallback).toBe('the kernel refused to fork: EPERM')
})

interface Soak {
  readonly before: object
  readonly after: object
  readonly outcome: { readonly tries: Record<string, number>; readonly failures: object }
  readonly faults: object
  readonly leftBehind: readonly string[]
}

test('a busy program with worker threads is after many forks as it was before', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-soak-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const { stdout } = await promisify(execFile)(NODE, ['--expose-gc', SOAK, '6', folder])
  const { before, after, outcome, faults, leftBehind } = JSON.parse(stdout) as Soak
  expect(after).toEqual(before)
  expect(faults).toEqual({ lostMarks: 0, wrongMarks: 0, childSignals: 0, exitsSeen: 0, spawns: 1 })
  expect(leftBehind).toEqual([])
  const written = (outcome.tries[1] ?? 0) + (outcome.tries[2] ?? 0)
  expect(written).toBeGreaterThanOrEqual(5)
})
