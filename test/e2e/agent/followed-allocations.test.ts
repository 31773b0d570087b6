import { createReadStream } from 'node:fs'
import { expect, it } from 'vitest'
import { EMPTY_HISTORY, nextEvidence } from '../../../dist/diagnosis/index.js'
import { readSnapshot } from '../../../dist/heap/index.js'
import { isolateOf, launchApp, pause } from '../target/launched-app.ts'
import { app } from '../target/watched-run.ts'

it('sampled allocations that were alive at an early reading are followed', async () => {
  const isolate = await isolateOf(await launchApp('growing.js'))
  await isolate.command('sampling-start', { intervalBytes: 8192 })
  await pause(4200)
  const first = await isolate.command('sampling-read', {})
  expect(first.sites.every((site) => site.cohorts === undefined)).toBe(true)
  await pause(300)
  const { sites } = await isolate.command('sampling-read', {})
  const keeping = sites.filter(({ stack }) =>
    stack.some((frame) => frame.url === `file://${app('growing.js')}`),
  )
  const then = keeping.reduce((sum, site) => sum + (site.cohorts?.[0]?.bytes ?? 0), 0)
  const alive = keeping.reduce((sum, site) => sum + (site.cohorts?.[0]?.aliveBytes ?? 0), 0)
  const live = keeping.reduce((sum, site) => sum + site.liveBytes, 0)
  expect(then).toBeGreaterThan(1e6)
  expect(alive / then).toBeGreaterThan(0.9)
  expect(live).toBeGreaterThan(alive)
})

it.runIf(process.platform === 'linux')(
  'snapshots by forks that number objects each for themselves are not taken for comparable',
  async () => {
    const launched = await launchApp('replacing.js')
    const isolate = await isolateOf(launched)
    const { directory } = launched
    let history = EMPTY_HISTORY
    for (const round of [0, 1]) {
      await pause(700)
      const order = { directory, way: 'fork', keepIds: false } as const
      const { path, way } = await isolate.command('snapshot', order)
      expect(way).toBe('fork')
      const graph = await readSnapshot(createReadStream(path), {})
      const meta = { atMs: round, work: round, alone: false, fromFile: true }
      const next = nextEvidence(graph, history, meta)
      history = next.history
      expect(next.evidence.sameProcess).toBe(round === 0)
    }
  },
)
