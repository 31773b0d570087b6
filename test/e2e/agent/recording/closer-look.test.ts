import { Session } from 'node:inspector'
import { afterEach, expect, test } from 'vitest'
import { watchCollections } from '../../../../dist/agent/collection.cjs'
import { createCloserLook } from '../../../../dist/agent/recording/closer-look.cjs'
import type { CloserLook } from '../../../../dist/agent/recording/closer-look.cjs'
import { createSampler } from '../../../../dist/agent/sample.cjs'
import type { RecordingLine } from '../../../../src/protocol/index.ts'
import { recordedSample } from '../../../support/recording-lines.ts'
import { pause, until } from '../../target/launched-app.ts'

const RISE = { fromBytes: 1, toBytes: 2, overMs: 3 }

const open: CloserLook[] = []
afterEach(() => {
  for (const look of open.splice(0)) look.stop()
})

function rig(samplingMs: number): { look: CloserLook; lines: RecordingLine[] } {
  const lines: RecordingLine[] = []
  const look = createCloserLook({
    sampler: createSampler(() => []),
    collections: watchCollections(() => undefined),
    write: (line) => lines.push(line),
    samplingMs,
  })
  open.push(look)
  return { look, lines }
}

const kept: unknown[] = []
function rememberForTheTest(): void {
  for (let index = 0; index < 5000; index++) kept.push({ index, text: `row ${index}` })
}

test('a rise is followed by the functions whose allocations stay', async () => {
  const { look, lines } = rig(50)
  look.start(RISE, recordedSample({ atMs: 10 }))
  for (let round = 0; round < 20; round++) rememberForTheTest()
  await until(() => lines.length === 2)
  const [suspicion, sites] = lines
  expect(suspicion).toMatchObject({ type: 'suspicion', atMs: 10, ...RISE, refused: null })
  expect(JSON.stringify(sites)).toContain('rememberForTheTest')
  expect(sites?.type === 'sites' && sites.sampling.sites.length).toBeLessThanOrEqual(20)
})

test('within the hour no other rise is looked at', () => {
  const { look, lines } = rig(1_000_000)
  look.start(RISE, recordedSample({ atMs: 0 }))
  look.start(RISE, recordedSample({ atMs: 3_599_000 }))
  expect(lines.length).toBe(1)
})

test('where the collection would take too long nothing is sampled, and the reason is written', () => {
  const { look, lines } = rig(50)
  look.start(RISE, recordedSample({ heapUsedBytes: 1_000_000_000 }))
  expect(lines.length).toBe(1)
  expect(lines[0]).toMatchObject({
    refused: expect.stringContaining('1000 ms; 250 ms are allowed'),
  })
})

test("another profiler's sampling is left alone and goes on", async () => {
  const session = new Session()
  session.connect()
  session.post('HeapProfiler.startSampling', { samplingInterval: 4096 })
  const { look, lines } = rig(20)
  look.start(RISE, recordedSample())
  rememberForTheTest()
  await pause(100)
  look.stop()
  expect(lines.length).toBe(1)
  expect(lines[0]).toMatchObject({ refused: expect.stringContaining('another profiler') })
  let profile = ''
  session.post('HeapProfiler.stopSampling', (_error, result) => {
    profile = JSON.stringify(result)
  })
  session.disconnect()
  expect(profile).toContain('rememberForTheTest')
})

test('a look that is stopped writes nothing more, and samples no more', async () => {
  const { look, lines } = rig(20)
  look.start(RISE, recordedSample())
  look.stop()
  await pause(100)
  expect(lines.length).toBe(1)
  const session = new Session()
  session.connect()
  let refusal = ''
  session.post('HeapProfiler.getSamplingProfile', (error) => {
    refusal = error?.message ?? ''
  })
  session.disconnect()
  expect(refusal).not.toBe('')
})
