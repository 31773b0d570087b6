import { describe, expect, test } from 'vitest'
import { judgeProcess, processFinding } from '../../../src/diagnosis/index.ts'
import type { ProcessEvidence, SourceLookup } from '../../../src/diagnosis/index.ts'
import type { Finding } from '../../../src/protocol/index.ts'
import { processOf } from '../../support/process-builder.ts'

const NOWHERE: SourceLookup = {
  place: () => null,
  declaration: () => null,
  statement: () => null,
  search: () => null,
  code: () => null,
}

const LEAK = { native: (at: number) => 4 + at, blocks: { 4112: (at: number) => 100 + 240 * at } }

function findingOf(evidence: ProcessEvidence): Finding | null {
  return processFinding(evidence, judgeProcess(evidence), NOWHERE)
}

describe('native memory', () => {
  test('that grows in blocks of one size is a leak, by two witnesses', () => {
    const finding = findingOf(processOf(LEAK))
    expect(finding).toMatchObject({ status: 'confirmed', cause: 'native', where: 'native' })
    expect(finding?.path).toEqual([])
    expect(finding?.evidence.map((piece) => [piece.kind, piece.supports])).toEqual([
      ['trend', true],
      ['path-growth', true],
    ])
    expect(finding?.rate.bytesPerOperation).toBeGreaterThan(900_000)
    expect(finding?.rate.bytesPerOperation).toBeLessThan(1_100_000)
  })

  test('that grows without a size of block that does is a suspicion, where it is much', () => {
    const judgement = judgeProcess(processOf({ native: LEAK.native }))
    expect(judgement).toMatchObject({ verdict: 'suspect', about: 'native' })
  })

  test('that grows a little without such a size is no finding', () => {
    const judgement = judgeProcess(processOf({ native: (at) => 4 + at / 8 }))
    expect(judgement).toMatchObject({ verdict: 'inconclusive', about: null })
  })

  test('that warms up and stays is bounded or stable', () => {
    const filled = processOf({
      native: (at) => 4 + 20 * (1 - Math.exp(-at / 5)),
      blocks: { 4112: (at) => 5000 * (1 - Math.exp(-at / 5)) },
    })
    expect(['bounded', 'stable']).toContain(judgeProcess(filled).verdict)
    expect(findingOf(filled)).toBeNull()
  })

  test('that moves up and down is stable', () => {
    const busy = processOf({
      native: (at) => 12 + 6 * Math.sin(at * 2.3),
      blocks: { 8208: (at) => 900 + 700 * Math.sin(at * 2.3) },
    })
    expect(judgeProcess(busy).about).toBeNull()
  })

  test('that a leaking heap may own is left to its findings', () => {
    const owned = processOf({
      ...LEAK,
      isolate: { verdict: 'leaking', bytesPerHour: 4_000_000_000 },
    })
    expect(judgeProcess(owned)).toMatchObject({ verdict: 'inconclusive', about: null })
    expect(judgeProcess(owned).says).toContain('4242/0')
  })

  test('that outgrows a leaking heap by far is a finding of its own', () => {
    const apart = processOf({ ...LEAK, isolate: { verdict: 'leaking', bytesPerHour: 40_000_000 } })
    expect(judgeProcess(apart).verdict).toBe('leaking')
  })

  test('that grows with a resource is told by its name', () => {
    const finding = findingOf(
      processOf({
        ...LEAK,
        isolate: { resources: { first: { FSEvent: 1 }, last: { FSEvent: 900, Timeout: 2 } } },
      }),
    )
    expect(finding?.title).toContain('FSEvent')
    expect(finding?.holder.description).toContain('900')
  })

  test('that grows while an add-on is loaded names its package, and its version not in the fingerprint', () => {
    const withAddOn = (version: string): Finding | null =>
      findingOf(processOf({ ...LEAK, addOns: [{ file: 'a.node', package: `sharp@${version}` }] }))
    expect(withAddOn('1.0.0')?.holder.description).toContain('sharp@1.0.0')
    expect(withAddOn('1.0.0')?.fingerprint).toBe(withAddOn('2.1.3')?.fingerprint)
    expect(withAddOn('1.0.0')?.fingerprint).not.toBe(findingOf(processOf(LEAK))?.fingerprint)
  })

  test('that grows in a program of several threads is not said to be without messages', () => {
    const finding = findingOf(processOf({ ...LEAK, isolateCount: 3 }))
    expect(finding?.holder.description).toContain('messages that wait')
  })

  test('that grows with the messages in a port names the port', () => {
    const finding = findingOf(
      processOf({
        ...LEAK,
        isolate: {
          queues: [
            {
              portId: 7,
              messages: 1234,
              steps: [],
              holder: {
                objectId: 7,
                name: 'receiver',
                edge: 'property',
                className: 'MessagePort',
                namedClass: 'MessagePort',
                nodeType: 'object',
                ownerName: 'AuditTrail',
                position: null,
              },
            },
          ],
        },
      }),
    )
    expect(finding?.title).toBe('Messages wait in a MessagePort that nobody reads')
    expect(finding?.holder.description).toMatch(/receiver .* of AuditTrail; 1,234 messages wait/)
  })
})

describe('resident memory', () => {
  test('alone never accuses', () => {
    const judgement = judgeProcess(processOf({ native: () => 4, rest: (at) => 50 + 5 * at }))
    expect(judgement).toMatchObject({ verdict: 'stable', about: null })
    expect(judgement.says).toContain('other parts')
  })

  test('that the allocator keeps free and does not add to is bounded, and said', () => {
    const judgement = judgeProcess(processOf({ native: () => 4, free: () => 90 }))
    expect(judgement).toMatchObject({ verdict: 'bounded', about: null })
    expect(judgement.says).toMatch(/^\d+\.\d MB of 14\d\.\d MB resident memory is free/)
  })

  test('of which ever more is free while no more is used is a suspicion of fragmentation', () => {
    const finding = findingOf(processOf({ native: () => 4, free: (at) => 2 + 2 * at }))
    expect(finding).toMatchObject({ status: 'suspect', cause: 'fragmentation' })
    expect(finding?.advice.text).toContain('MALLOC_ARENA_MAX')
  })

  test('that could be read but a few times is not judged', () => {
    const judgement = judgeProcess(processOf({ readings: 3, native: (at) => 4 + 20 * at }))
    expect(judgement).toMatchObject({ verdict: 'inconclusive', about: null })
  })
})
