import { expect, test } from 'vitest'
import type { Sample, SampleTrigger } from '../../../src/protocol/index.ts'
import { SampleStore } from '../../../src/target/node/sample-store.ts'

function sample(atMs: number, trigger: SampleTrigger): Sample {
  return {
    atMs,
    trigger,
    gcPauseMs: 0,
    spaces: [],
    oldGenerationBytes: 0,
    heapUsedBytes: 0,
    heapLimitBytes: 0,
    externalBytes: 0,
    arrayBufferBytes: 0,
    rssBytes: 0,
    mallocedBytes: 0,
    operations: {},
    resources: {},
  }
}

test('a short run keeps every sample', () => {
  const store = new SampleStore(100)
  for (let at = 0; at < 100; at += 1) store.add(sample(at, 'interval'))
  expect(store.samples.map(({ atMs }) => atMs)).toEqual(Array.from({ length: 100 }, (_, at) => at))
})

test('an endless run keeps its first and its newest samples, in order and bounded', () => {
  const store = new SampleStore(100)
  for (let at = 0; at < 10_000; at += 1)
    store.add(sample(at, at % 3 === 0 ? 'gc-natural' : 'interval'))
  const times = store.samples.map(({ atMs }) => atMs)
  expect(times.length).toBeLessThanOrEqual(100)
  expect(times.length).toBeGreaterThan(50)
  expect(times[0]).toBe(0)
  expect(times.slice(-40)).toEqual(Array.from({ length: 40 }, (_, index) => 9960 + index))
  expect(times).toEqual(times.toSorted((a, b) => a - b))
})

test('readings of the floor outlive those of the clock', () => {
  const store = new SampleStore(100)
  for (let at = 0; at < 101; at += 1)
    store.add(sample(at, at % 10 === 5 ? 'gc-natural' : 'interval'))
  const floors = store.samples.filter(({ trigger }) => trigger === 'gc-natural')
  expect(floors.length).toBe(10)
  expect(store.samples.length).toBeLessThan(90)
})

test('a run of collections alone is bounded too', () => {
  const store = new SampleStore(100)
  for (let at = 0; at < 5000; at += 1) store.add(sample(at, 'gc-natural'))
  expect(store.samples.length).toBeLessThanOrEqual(100)
})
