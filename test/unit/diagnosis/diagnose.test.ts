import { describe, expect, it } from 'vitest'
import { diagnose } from '../../../src/diagnosis/index.ts'
import {
  amounts,
  evidence,
  lead,
  plainLookup,
  snapshots,
  trendOf,
} from '../../support/lead-builder.ts'

describe('the verdict on an isolate', () => {
  it('is not bounded for a heap that levels off while what is outside it grows openly', () => {
    const floor = trendOf({ shape: 'saturating', stillGrowing: false })
    const outside = trendOf({ shape: 'undecided', says: 'open' })
    const open = diagnose(evidence({ floor, external: outside, snapshots: null }), plainLookup)
    expect(open).toMatchObject({ verdict: 'inconclusive', says: 'open' })
    const noise = trendOf({ shape: 'undecided', eValue: 2 })
    const closed = diagnose(evidence({ floor, external: noise, snapshots: null }), plainLookup)
    expect(closed.verdict).toBe('bounded')
  })

  it('is leaking when the floor grows and one path grew in every round', () => {
    const result = diagnose(evidence(), plainLookup)
    expect(result.verdict).toBe('leaking')
    expect(result.findings[0]?.status).toBe('confirmed')
    expect(result.findings[0]?.holder.name).toBe('sessions')
  })

  it('is not leaking when the floor has levelled off, whatever the paths did before', () => {
    const floor = trendOf({
      shape: 'saturating',
      stillGrowing: false,
      ceiling: { value: 20e6, low: 19e6, high: 21e6 },
    })
    const result = diagnose(evidence({ floor }), plainLookup)
    expect(result.verdict).toBe('bounded')
    expect(result.findings).toEqual([])
    expect(result.bounded[0]?.ceilingBytes).toBe(20e6)
  })

  it('is stable when the floor is flat even though objects were replaced all the time', () => {
    const floor = trendOf({ shape: 'flat', stillGrowing: false, eValue: 0.1 })
    const grown = snapshots({ leads: [lead({ population: amounts(1000, 1000, 1000, 1000) })] })
    expect(diagnose(evidence({ floor, snapshots: grown }), plainLookup).verdict).toBe('stable')
  })

  it('is not leaking on the trend alone: one witness is not enough', () => {
    const result = diagnose(evidence({ snapshots: null }), plainLookup)
    expect(result.verdict).toBe('suspect')
  })

  it('suspects nobody on a trend alone that went on for a few seconds: programs fill up first', () => {
    const brief = evidence({ snapshots: null, lastAtMs: trendOf().warmUpEndsAtMs + 9000 })
    expect(diagnose(brief, plainLookup).verdict).toBe('inconclusive')
  })

  it('does not suspect a small drift that no path carries', () => {
    const floor = trendOf({ slopePerHour: { value: 30e6, low: 20e6, high: 40e6 } })
    const result = diagnose(evidence({ floor, snapshots: snapshots({ leads: [] }) }), plainLookup)
    expect(result.verdict).toBe('inconclusive')
  })

  it('is not leaking when the path grew in the first rounds only', () => {
    const early = lead({
      population: amounts(0, 2000, 4000, 4100),
      survivors: { objects: 4000, bytes: 4e6 },
    })
    const result = diagnose(evidence({ snapshots: snapshots({ leads: [early] }) }), plainLookup)
    expect(result.verdict).not.toBe('leaking')
  })

  it('says that nothing can be said when no collection was seen', () => {
    const result = diagnose(evidence({ floor: null, snapshots: null }), plainLookup)
    expect(result.verdict).toBe('inconclusive')
  })

  it('never calls files leaking: they have no trend', () => {
    const files = snapshots({
      atMs: [0, 0, 0],
      work: [0, 1, 2],
      leads: [lead({ population: amounts(0, 1000, 2000) })],
    })
    const result = diagnose(evidence({ floor: null, snapshots: files }), plainLookup)
    expect(['suspect', 'inconclusive']).toContain(result.verdict)
    expect(result.findings.every((finding) => finding.status === 'suspect')).toBe(true)
  })
})

describe('several leads', () => {
  it('are ranked by their LeakShare', () => {
    const small = lead({
      population: amounts(0, 300, 600, 900),
      shareBytes: 900_000,
      grownClass: 'Small',
    })
    const both = snapshots({ leads: [small, lead()] })
    const titles = diagnose(evidence({ snapshots: both }), plainLookup).findings.map(
      (one) => one.grows.className,
    )
    expect(titles).toEqual(['Session', 'Small'])
  })

  it('of equal LeakShare are ranked by what they hold alone', () => {
    const shared = lead({ exclusiveBytes: 1000, grownClass: 'Shared' })
    const both = snapshots({ leads: [shared, lead()] })
    const names = diagnose(evidence({ snapshots: both }), plainLookup).findings.map(
      (one) => one.grows.className,
    )
    expect(names).toEqual(['Session', 'Shared'])
  })

  it('leave out what hardly grows beside the rest', () => {
    const tiny = lead({ population: amounts(0, 40, 80, 120), shareBytes: 0, grownClass: 'Tiny' })
    const both = snapshots({ leads: [lead(), tiny] })
    const findings = diagnose(evidence({ snapshots: both }), plainLookup).findings
    expect(findings.map((one) => one.grows.className)).toEqual(['Session'])
  })
})
