import { describe, expect, it } from 'vitest'
import type { Sample, SampleTrigger } from '../../../src/protocol/index.ts'
import {
  floorPoints,
  floorSamples,
  operationKind,
} from '../../../src/investigation/floor-series.ts'

function sample(atMs: number, trigger: SampleTrigger, requests = 0): Sample {
  return {
    atMs,
    trigger,
    gcPauseMs: 1,
    spaces: [],
    oldGenerationBytes: atMs,
    heapUsedBytes: atMs,
    heapLimitBytes: 1e9,
    externalBytes: 0,
    arrayBufferBytes: 0,
    rssBytes: 0,
    mallocedBytes: 0,
    operations: { 'http request': requests, second: atMs / 1000 },
    resources: {},
  }
}

describe('the readings of the floor', () => {
  it('are those after asked-for collections where there are any', () => {
    const samples = [1, 2, 3, 4].map((i) => sample(1000 * i, 'gc-asked'))
    samples.push(sample(5000, 'gc-natural'), sample(6000, 'interval'))
    expect(floorSamples(samples).map((one) => one.atMs)).toEqual([1000, 2000, 3000, 4000])
  })

  it('are those after natural collections where none may be asked for', () => {
    const samples = [
      sample(1000, 'interval'),
      sample(2000, 'gc-natural'),
      sample(3000, 'gc-natural'),
    ]
    expect(floorSamples(samples).map((one) => one.atMs)).toEqual([2000, 3000])
  })

  it('count collections in quick succession once, by the lowest', () => {
    const samples = [1000, 1020, 2000, 3000, 3350, 4000, 5000].map((at) => sample(at, 'gc-asked'))
    samples[4] = { ...sample(3350, 'gc-asked'), oldGenerationBytes: 2000 }
    const at = floorPoints(samples, 'second').map((point) => point.atMs)
    expect(at).toEqual([1000, 2000, 3350, 4000, 5000])
  })

  it('stay apart where a program collects in bursts all the time', () => {
    const samples = Array.from({ length: 21 }, (_, i) => sample(1000 + 50 * i, 'gc-natural'))
    expect(floorSamples(samples).length).toBe(7)
  })
})

describe('the unit of work', () => {
  it('is the request where the program serves some, else the second', () => {
    expect(operationKind([sample(1000, 'gc-asked', 500)])).toBe('http request')
    expect(operationKind([sample(1000, 'gc-asked', 3)])).toBe('second')
  })
})
