import { describe, expect, it } from 'vitest'
import { diagnose } from '../../../src/diagnosis/index.ts'
import type { IsolateEvidence, Lead } from '../../../src/diagnosis/index.ts'
import {
  amounts,
  evidence,
  lead,
  plainLookup,
  snapshots,
  trendOf,
} from '../../support/lead-builder.ts'

const HOLDER = 4711

/** The growing Map with an id, so that it can have been asked about. */
function asked(parts: Partial<IsolateEvidence>, overrides: Partial<Lead> = {}) {
  const survivors = { objects: 0, bytes: 0 }
  const held = lead({ holder: { ...lead().holder, objectId: HOLDER }, survivors, ...overrides })
  return diagnose(evidence({ snapshots: snapshots({ leads: [held] }), ...parts }), plainLookup)
}

const tested = (alive: number, marked = 64, grownShare = 1): Partial<IsolateEvidence> => ({
  settled: { [HOLDER]: { marked, alive, waitedMs: 3000, grownShare } },
})

describe('the settle test', () => {
  it('says for a leak how many of the marked objects are still alive', () => {
    const result = asked(tested(64))
    expect(result.verdict).toBe('leaking')
    const said = result.findings[0]?.evidence.find((one) => one.kind === 'settle-test')
    expect(said).toMatchObject({ supports: true })
    expect(said?.says).toContain('64 of 64')
  })

  it('refutes growth whose objects are gone: the verdict names a backlog', () => {
    const result = asked(tested(2))
    expect(result.verdict).toBe('inconclusive')
    expect(result.says).toContain('backlog')
    expect(result.findings).toEqual([])
  })

  it('refutes a queue that is worked off between any two snapshots, though half of it was still waiting', () => {
    expect(asked(tested(28)).verdict).toBe('inconclusive')
    const survivors = { objects: 2000, bytes: 2_000_000 }
    expect(asked(tested(28), { survivors }).verdict).toBe('leaking')
  })

  it('is needed where nothing of what was added in the first rounds is left', () => {
    const survivors = { objects: 2000, bytes: 2_000_000 }
    expect(asked({}).verdict).toBe('suspect')
    expect(asked({}, { survivors }).verdict).toBe('leaking')
  })

  it('does not refute what the snapshots saw survive: a timer that fires is replaced by the next one', () => {
    const survivors = { objects: 2000, bytes: 2_000_000 }
    expect(asked(tested(0), { survivors }).verdict).toBe('leaking')
  })

  it('does not refute the buffer of a stream, whose chunks are meant to pass', () => {
    const stream = { side: 'writable' as const, className: 'Writable', objectId: 1 }
    const contents = { ...lead().contents, stream }
    expect(asked(tested(0), { contents }).verdict).toBe('leaking')
  })

  it('is no second witness: a cache that fills holds all of its entries, too', () => {
    const once = lead({
      holder: { ...lead().holder, objectId: HOLDER },
      population: amounts(0, 3000),
      survivors: { objects: 0, bytes: 0 },
    })
    const taken = snapshots({ leads: [once], atMs: [5000, 20_000], work: [500, 2000] })
    const result = diagnose(evidence({ snapshots: taken, ...tested(64) }), plainLookup)
    expect(result.verdict).not.toBe('leaking')
  })

  it('stands in for a second round where all stayed for long and the path explains a trend that is sure', () => {
    const once = lead({
      holder: { ...lead().holder, objectId: HOLDER },
      population: amounts(0, 3000),
      survivors: { objects: 0, bytes: 0 },
    })
    const taken = snapshots({ leads: [once], atMs: [5000, 20_000], work: [500, 2000] })
    const verdictOf = (alive: number, waitedMs: number, eValue: number): string =>
      diagnose(
        evidence({
          snapshots: taken,
          floor: trendOf({ eValue }),
          settled: { [HOLDER]: { marked: 64, alive, waitedMs, grownShare: 1 } },
        }),
        plainLookup,
      ).verdict
    expect(verdictOf(64, 6000, 1e4)).toBe('leaking')
    expect(verdictOf(50, 6000, 1e4)).not.toBe('leaking')
    expect(verdictOf(64, 3000, 1e4)).not.toBe('leaking')
    expect(verdictOf(64, 6000, 200)).not.toBe('leaking')
  })

  it('does not refute a leak beside work in flight, which comes and goes in the same holder', () => {
    expect(asked(tested(19, 64, 0.3)).verdict).toBe('leaking')
    expect(asked(tested(1, 64, 0.3)).verdict).toBe('inconclusive')
    expect(asked(tested(0, 64, 0.05)).verdict).toBe('leaking')
  })

  it('says nothing of a few objects that are gone', () => {
    const few = { survivors: { objects: 200, bytes: 200_000 } }
    expect(asked(tested(0, 2), few).verdict).toBe('leaking')
    expect(asked(tested(0, 3), few).verdict).toBe('leaking')
  })

  it('is waited for before a verdict', () => {
    const survivors = { objects: 2000, bytes: 2_000_000 }
    expect(asked({ settling: [HOLDER] }, { survivors }).verdict).toBe('suspect')
    expect(asked({ settling: [1] }, { survivors }).verdict).toBe('leaking')
  })

  it('is filed under the first example where the holder has no number', () => {
    const survivors = { objects: 0, bytes: 0 }
    const rooted = lead({ exampleIds: [99, 100], survivors })
    const taken = snapshots({ leads: [rooted] })
    const settled = { 99: { marked: 20, alive: 0, waitedMs: 3000, grownShare: 1 } }
    const result = diagnose(evidence({ snapshots: taken, settled }), plainLookup)
    expect(result.verdict).toBe('inconclusive')
  })
})
