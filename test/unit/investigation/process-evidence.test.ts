import { describe, expect, test } from 'vitest'
import { judgeProcess } from '../../../src/diagnosis/index.ts'
import { processEvidence, usable } from '../../../src/investigation/process-evidence.ts'
import type { ReadProcess } from '../../../src/investigation/process-evidence.ts'
import type { ProcessReading } from '../../../src/investigation/process-watch.ts'
import { wobble } from '../../support/process-builder.ts'

const MB = 1_000_000
const BLOCK = 4112

function read(
  index: number,
  nativeMegabytes: number,
  rest: Partial<ProcessReading> = {},
): ProcessReading {
  const nativeBytes = (nativeMegabytes + wobble(index)) * MB
  return {
    atMs: index * 1000,
    operations: { second: index },
    rssBytes: nativeBytes + 60 * MB,
    parts: {},
    nativeBytes,
    nativeFreeBytes: 1 * MB,
    sizes: new Map([[BLOCK, Math.round(nativeBytes / BLOCK)]]),
    threads: 11,
    wasmMemories: 0,
    intrusions: 0,
    ...rest,
  }
}

function processOf(readings: readonly ProcessReading[]): ReadProcess {
  return {
    pid: 1,
    isolateCount: 1,
    readings,
    operation: 'second',
    addOns: ['/srv/node_modules/nothing-here/build/Release/thing.node'],
    workOf: (reading) => reading.atMs / 1000,
  }
}

const TIMES = Array.from({ length: 40 }, (_, index) => index)

describe('the evidence of a process', () => {
  test('leaves out what the tool’s own snapshots left behind', () => {
    const readings = TIMES.map((at) => {
      const intrusions = Math.floor(at / 8)
      return read(at, 4 + 24 * intrusions, { intrusions })
    })
    const evidence = processEvidence(processOf(readings), [])
    const spread = Math.max(...evidence.nativeBytes) - Math.min(...evidence.nativeBytes)
    expect(spread).toBeLessThan(MB)
    expect(judgeProcess(evidence)).toMatchObject({ verdict: 'stable', about: null })
  })

  test('keeps growth between snapshots', () => {
    const readings = TIMES.map((at) => {
      const intrusions = Math.floor(at / 8)
      return read(at, 4 + at + 24 * intrusions, { intrusions })
    })
    expect(judgeProcess(processEvidence(processOf(readings), [])).verdict).toBe('leaking')
  })

  test('leaves out readings in which the allocator did not add up', () => {
    const readings = TIMES.map((at) =>
      read(at, 4, at % 5 === 0 ? { nativeBytes: null, nativeFreeBytes: null, sizes: null } : {}),
    )
    expect(usable(readings)).toHaveLength(32)
    expect(processEvidence(processOf(readings), []).nativeBytes).toHaveLength(32)
  })

  test('does without native memory where most readings have none', () => {
    const readings = TIMES.map((at) =>
      read(
        at,
        4 + at,
        at % 5 !== 0 ? { nativeBytes: null, nativeFreeBytes: null, sizes: null } : {},
      ),
    )
    const evidence = processEvidence(processOf(readings), [])
    expect(evidence).toMatchObject({ native: null, nativeFree: null, blocks: [] })
    expect(judgeProcess(evidence)).toMatchObject({ verdict: 'inconclusive', about: null })
  })

  test('names the package of an add-on', () => {
    const evidence = processEvidence(processOf([read(0, 4)]), [])
    expect(evidence.addOns).toEqual([{ file: 'thing.node', package: 'nothing-here' }])
  })
})
