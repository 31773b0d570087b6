import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Isolate } from '../../../dist/target/index.js'
import { isolateOf, launchApp, pause, until } from '../target/launched-app.ts'
import { app } from '../target/watched-run.ts'
import { heapIds } from './heap-ids.ts'

interface Asked {
  readonly isolate: Isolate
  readonly ids: (className: string) => Promise<readonly number[]>
  /** The one object of a class that has one. */
  readonly id: (className: string, nodeType?: 'object' | 'closure') => Promise<number>
}

const PATH = app('questions.js')
const TEXT = readFileSync(PATH, 'utf8').split('\n')

/** The line that has this text, 1-based. */
function lineOf(text: string): number {
  return TEXT.findIndex((line) => line.includes(text)) + 1
}

async function ask(): Promise<Asked> {
  const launched = await launchApp('questions.js')
  const isolate = await isolateOf(launched)
  await until(() => isolate.samples.some(({ trigger }) => trigger === 'interval'))
  const { path } = await isolate.command('snapshot', {
    directory: launched.directory,
    way: 'in-process',
    keepIds: true,
  })
  return {
    isolate,
    ids: (className) => heapIds(path, className),
    // Prototypes bear the name of their class, too, and come first.
    id: async (className, nodeType) => (await heapIds(path, className, nodeType)).at(-1) ?? 0,
  }
}

async function witness({ isolate, id }: Asked): Promise<Record<string, unknown>> {
  const asked = await id('Witness')
  const paths = ['touched', 'prepared', 'limit', 'isOwn', 'asyncId']
  const { fields } = await isolate.command('read-fields', { objectIds: [asked], fields: paths })
  return { ...fields[asked] }
}

test('what leaks outlives forced collections, and what waits in a queue does not', async () => {
  const asked = await ask()
  const { isolate, id } = asked
  for (const [test, name] of ['Kept', 'Waiting', 'Unique'].entries()) {
    const { marked, pauseMs } = await isolate.command('settle-start', {
      test,
      holderId: await id(name),
      exampleIds: [],
    })
    expect(marked).toBe(64)
    expect(pauseMs).toBeGreaterThan(0)
  }
  const early = isolate.samples.length
  await pause(1500)
  const { tests } = await isolate.command('settle-read', {})
  expect(tests[0]).toMatchObject({ marked: 64, alive: 64 })
  expect(tests[1]).toMatchObject({ marked: 64, alive: 0 })
  expect(tests[2]).toMatchObject({ marked: 64, alive: 64 })
  expect(tests[0]?.waitedMs).toBeGreaterThan(1400)
  const asks = isolate.samples.slice(early).filter(({ trigger }) => trigger === 'gc-asked')
  expect(asks.length).toBe(2)
  expect(await witness(asked)).toMatchObject({ touched: 0, prepared: 0 })
})

test('a list is marked from one of its links; what is gone, or of another context, is passed over', async () => {
  const { isolate, id, ids } = await ask()
  const links = await ids('Link')
  const example = links[Math.floor(links.length / 2)] ?? 0
  const gone = 999_999_999
  const linked = { test: 7, holderId: gone, exampleIds: [example] }
  const { marked } = await isolate.command('settle-start', linked)
  expect(marked).toBe(64)
  const nothing = { test: 8, holderId: gone, exampleIds: [await id('Foreign')] }
  expect((await isolate.command('settle-start', nothing)).marked).toBe(0)
  const { tests } = await isolate.command('settle-read', {})
  expect(tests[7]).toMatchObject({ marked, alive: marked })
  expect(tests[8]).toMatchObject({ marked: 0, alive: 0 })
})

test('fields are numbers, flags and places of functions; text, accessors and proxies stay untouched', async () => {
  const asked = await ask()
  const { isolate, id } = asked
  const loud = await id('Loud')
  const paths = ['limit', 'isOpen', 'inner.depth.size', '[kState].ended', 'onEnd', '#capacity']
  const silent = [
    'bound',
    '#token',
    'text',
    'big',
    'loud',
    'quiet',
    'proxy.size',
    'proxy',
    'inner',
    'none.at.all',
  ]
  const { fields } = await isolate.command('read-fields', {
    objectIds: [loud],
    fields: [...paths, ...silent],
  })
  expect(fields[loud]).toMatchObject({
    limit: 100,
    isOpen: true,
    'inner.depth.size': 7,
    '[kState].ended': false,
    '#capacity': 400,
    onEnd: { function: 'ended', at: { url: `file://${PATH}`, line: lineOf('ended') } },
  })
  expect(Object.keys(fields[loud] ?? {})).toEqual(paths)
  const keepIn = await id('keepIn', 'closure')
  const seen = await isolate.command('read-fields', {
    objectIds: [keepIn],
    fields: ['(most)', '(label)', '(kept)', '(process)'],
  })
  expect(seen.fields[keepIn]).toEqual({ '(most)': 250 })
  expect(JSON.stringify([fields, seen])).not.toContain('secret')
  expect(await witness(asked)).toMatchObject({ touched: 0, prepared: 0, limit: 3, isOwn: true })
})

test('resources are counted by the line that created them, and the hook leaves no trace', async () => {
  const asked = await ask()
  const { isolate } = asked
  const before = await witness(asked)
  const options = { types: ['Timeout'], everyNth: 1, maximum: 500 }
  await isolate.command('resource-stacks-start', options)
  const again = isolate.command('resource-stacks-start', options)
  await expect(again).rejects.toMatchObject({ code: 'TARGET_REFUSED' })
  await pause(800)
  const { sites, looked, costMs } = await isolate.command('resource-stacks-read', {})
  const of = (name: string) => sites.find(({ stack }) => stack[0]?.function === name)
  const leaking = of('startLeaking')
  const passing = of('startPassing')
  expect(leaking?.stack[0]).toMatchObject({ url: `file://${PATH}`, line: lineOf('timers.push') })
  expect(leaking?.created).toBeGreaterThan(10)
  expect(leaking?.alive).toBe(leaking?.created)
  expect(passing?.created).toBeGreaterThan(10)
  expect(passing?.alive).toBe(0)
  expect(sites.every(({ type }) => type === 'Timeout')).toBe(true)
  expect(sites.some(({ stack }) => stack.some(({ url }) => url.includes('dist/agent')))).toBe(false)
  expect(costMs).toBeGreaterThan(0)
  const last = await isolate.command('resource-stacks-stop', {})
  expect(last.looked).toBeGreaterThanOrEqual(looked)
  const stopped = isolate.command('resource-stacks-read', {})
  await expect(stopped).rejects.toMatchObject({ code: 'TARGET_REFUSED' })
  await pause(200)
  expect(before).toMatchObject({ asyncId: 0 })
  // Promises have no number again: no hook is left.
  expect(await witness(asked)).toEqual(before)
})

test('a hook of promises is off unless asked for, and fewer creations are looked at on demand', async () => {
  const { isolate } = await ask()
  await isolate.command('resource-stacks-start', {
    types: ['Timeout', 'PROMISE'],
    everyNth: 4,
    maximum: 10,
  })
  await pause(1200)
  const { sites, looked } = await isolate.command('resource-stacks-stop', {})
  expect(looked).toBe(10)
  expect(sites.reduce((sum, site) => sum + site.created, 0)).toBe(40)
})

test('functions that ran are known to have run, and no other is named', async () => {
  const { isolate } = await ask()
  const url = `file://${PATH}`
  const { runs } = await isolate.command('function-runs', { urls: [url] })
  const names = runs.map(({ name }) => name)
  expect(names).toContain('startLeaking')
  expect(names).toContain('startPassing')
  expect(names).not.toContain('trap')
  expect(names).not.toContain('get quiet')
  expect(runs.every((run) => run.url === url && run.ran)).toBe(true)
})
