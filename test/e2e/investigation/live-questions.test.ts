import { expect, test } from 'vitest'
import { NO_LIVE_FACTS } from '../../../dist/diagnosis/index.js'
import { exclusive } from '../../../dist/investigation/exclusive.js'
import { agentLiveProbe } from '../../../dist/investigation/live-probe.js'
import { LiveQuestions } from '../../../dist/investigation/live-questions.js'
import { PauseBudget } from '../../../dist/investigation/pause-budget.js'
import { sourceLookup } from '../../../dist/investigation/source-lookup.js'
import { lead } from '../../support/lead-builder.ts'
import { heapIds } from '../agent/heap-ids.ts'
import { isolateOf, launchApp, until } from '../target/launched-app.ts'
import { app } from '../target/watched-run.ts'

test('a running program answers about its leads: who stays, who creates, what ran, what it costs', async () => {
  const launched = await launchApp('questions.js')
  const isolate = await isolateOf(launched)
  await until(() => isolate.samples.some(({ trigger }) => trigger === 'interval'))
  const { path } = await isolate.command('snapshot', {
    directory: launched.directory,
    way: 'in-process',
    keepIds: true,
  })
  const idOf = async (name: string): Promise<number> => (await heapIds(path, name)).at(-1) ?? 0
  const script = `file://${app('questions.js')}`
  const position = { script, line: 1, column: 1 }
  const held = (objectId: number, name: string, grownClass: string) =>
    lead({ grownClass, holder: { ...lead().holder, objectId, name, position } })
  const kept = held(await idOf('Kept'), 'kept', 'Entry')
  const waiting = held(await idOf('Waiting'), 'waiting', 'Entry')
  const timers = held(0, 'timers', 'Timeout')
  const questions = new LiveQuestions({
    probe: agentLiveProbe(isolate),
    budget: new PauseBudget({ maxPauseMs: 30_000 }),
    exclusively: exclusive(),
    nowMs: () => performance.now(),
    collects: true,
    lookup: sourceLookup({ cwd: process.cwd(), liveMaps: new Map() }),
  })
  const leads = [kept, waiting, timers]
  const situation = { leads, facts: NO_LIVE_FACTS, resources: { first: {}, last: {} } }
  const answered = (): boolean => {
    const { settling, resourceSites } = questions.answers(leads)
    return settling.length === 0 && resourceSites.length > 0
  }
  expect(answered()).toBe(false)
  await until(async () => {
    await questions.ask(situation)
    return answered()
  })
  const { settled, resourceSites, functionRuns } = questions.answers(leads)
  expect(settled[kept.holder.objectId]).toMatchObject({ marked: 64, alive: 64, grownShare: 1 })
  expect(settled[waiting.holder.objectId]).toMatchObject({ marked: 64, alive: 0 })
  expect(resourceSites[0]?.stack[0]).toMatchObject({ function: 'startLeaking', url: script })
  expect(functionRuns.map(({ name }) => name)).toContain('startPassing')
  expect(questions.cost).toMatchObject({ types: ['Timeout'] })
  expect(questions.cost.looked).toBeGreaterThan(0)
  expect(questions.cost.pauseMs).toBeGreaterThan(0)
})
