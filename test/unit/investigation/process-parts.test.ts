import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { processParts } from '../../../src/investigation/process-parts.ts'
import type { Sample } from '../../../src/protocol/index.ts'
import type { ProcessMemoryReading } from '../../../src/target/index.ts'

const MB = 1_000_000

function sample(megabytes: {
  heap?: number
  external?: number
  arrayBuffers?: number
  rss?: number
}): Sample {
  const { heap = 4, external = 2, arrayBuffers = 0, rss = 60 } = megabytes
  return {
    atMs: 0,
    trigger: 'gc-asked',
    gcPauseMs: 1,
    spaces: [{ name: 'old_space', usedBytes: heap * MB, committedBytes: (heap + 2) * MB }],
    oldGenerationBytes: heap * MB,
    heapUsedBytes: heap * MB,
    heapLimitBytes: 2000 * MB,
    externalBytes: external * MB,
    arrayBufferBytes: arrayBuffers * MB,
    rssBytes: rss * MB,
    mallocedBytes: 0,
    operations: {},
    resources: {},
  }
}

function reading(parts: {
  heap: number
  used: number
  free: number
  handedOut?: number
}): ProcessMemoryReading {
  const { heap, used, free, handedOut = used } = parts
  return {
    residentBytes: (40 + heap + used + free) * MB,
    kinds: {
      code: 40 * MB,
      'mapped file': 0,
      stack: 0,
      v8: heap * MB,
      wasm: 0,
      'main heap': (used + free) * MB,
      arena: 0,
      'mapped block': 0,
      other: 0,
    },
    threads: 11,
    wasmMemories: 0,
    wasmBytes: 0,
    addOns: [],
    allocator: {
      usedBytes: handedOut * MB,
      freeResidentBytes: free * MB,
      sizes: new Map(),
    },
    otherAllocator: null,
    refused: false,
    costMs: 1,
  }
}

describe('the parts of a process', () => {
  test('sum to its resident memory, whatever the counters say', () => {
    const size = fc.integer({ min: 0, max: 900 })
    const isolate = fc.record({ heap: size, external: size, arrayBuffers: size })
    const memory = fc.record({ heap: size, used: size, free: size, handedOut: size })
    fc.assert(
      fc.property(memory, fc.array(isolate, { minLength: 1, maxLength: 4 }), (read, isolates) => {
        const { parts, rssBytes } = processParts(reading(read), isolates.map(sample))
        const values = Object.values(parts)
        expect(values.reduce((sum, bytes) => sum + bytes, 0)).toBeCloseTo(rssBytes, 3)
        expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('count a buffer once, though each thread that holds it counts it', () => {
    const shared = [
      sample({ external: 102, arrayBuffers: 100 }),
      sample({ external: 101 }),
      sample({ external: 101 }),
    ]
    const { parts } = processParts(reading({ heap: 20, used: 110, free: 1 }), shared)
    expect(parts['array buffers']).toBe(100 * MB)
    expect(parts['native used']).toBeGreaterThanOrEqual(5 * MB)
  })

  test('count buffers that no thread holds as native: they wait in a message', () => {
    const sent = [sample({ external: 2, arrayBuffers: 80 }), sample({ external: 2 })]
    const { parts, nativeBytes } = processParts(reading({ heap: 20, used: 90, free: 1 }), sent)
    expect(parts['array buffers']).toBe(4 * MB)
    expect(nativeBytes).toBe(86 * MB)
  })

  test('take pages that were never touched off the array buffers', () => {
    const { parts, nativeBytes } = processParts(
      reading({ heap: 8, used: 24, free: 0, handedOut: 124 }),
      [sample({ external: 102, arrayBuffers: 100 })],
    )
    expect(parts['array buffers']).toBe(0)
    expect(nativeBytes).toBe(22 * MB)
  })

  test('leave native memory whole where the allocator cannot be asked', () => {
    const whole = { ...reading({ heap: 8, used: 30, free: 10 }), allocator: null }
    const { parts, nativeBytes } = processParts(whole, [sample({})])
    expect(parts.native).toBe(38 * MB)
    expect(parts['native used']).toBeUndefined()
    expect(nativeBytes).toBeNull()
  })

  test('are those of the counters where the system does not tell', () => {
    const { parts, rssBytes } = processParts(null, [sample({ external: 12, arrayBuffers: 10 })])
    expect(rssBytes).toBe(60 * MB)
    expect(parts).toEqual({
      'v8 heap used': 4 * MB,
      'v8 heap free': 2 * MB,
      'array buffers': 10 * MB,
      'other external': 2 * MB,
      other: 42 * MB,
    })
  })
})
