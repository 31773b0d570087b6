import { describe, expect, it } from 'vitest'
import { deathConclusion, deathSentence, limitBelowHeap } from '../../../src/diagnosis/index.ts'
import type { Death, IsolateReport } from '../../../src/protocol/index.ts'
import { leakingServer } from '../../support/sample-report.ts'

const MIB = 1024 * 1024

const DEATH: Death = {
  kind: 'heap-limit',
  isolate: '4242/0',
  certain: false,
  afterMs: 41_000,
  limitBytes: 64 * MIB,
  usedBytes: 60e6,
  inOneTurn: false,
  says: '',
  filledBy: [],
  heldBy: [],
}

function isolate(changes: Partial<IsolateReport>): IsolateReport {
  const [first] = leakingServer().isolates
  if (first === undefined) throw new Error('the sample has no isolate')
  return { ...first, ...changes }
}

function floors(...floorBytes: number[]): IsolateReport['memory'] {
  return { ...isolate({}).memory, floorBytes }
}

describe('a death in words', () => {
  it('names the limit in the unit of its flag and the time', () => {
    const words = deathSentence({ ...DEATH, limitName: 'heap' })
    expect(words).toContain('heap limit of 67.1 MB (64 MiB) after 41.0 s')
  })

  it('says that it died of the leak where there is one', () => {
    expect(deathConclusion(DEATH, isolate({ verdict: 'leaking' }))).toMatch(/^It died of it: heap/)
  })

  it('says that a program which was seen to grow for a while may leak or need more', () => {
    const memory = floors(5e6, 12e6, 20e6, 28e6, 35e6, 44e6, 52e6)
    const words = deathConclusion(DEATH, isolate({ verdict: 'inconclusive', memory }))
    expect(words).toContain('too short a time to tell a leak from a need')
    expect(words).not.toContain('no evidence')
  })

  it('accuses no program that loads at once more than fits', () => {
    const memory = floors(5e6, 58e6)
    const words = deathConclusion(DEATH, isolate({ verdict: 'inconclusive', memory }))
    expect(words).toContain('needs more than its limit; there is no evidence of a leak')
    const burst = { ...DEATH, inOneTurn: true }
    expect(deathConclusion(burst, isolate({ verdict: 'stable' }))).toContain(
      'no evidence of a leak',
    )
  })

  it('tells of a container that is smaller than what V8 believes to have', () => {
    expect(limitBelowHeap(4e9, 512 * MIB)).toContain('--max-old-space-size=384')
    expect(limitBelowHeap(256 * MIB, 512 * MIB)).toBeNull()
  })
})
