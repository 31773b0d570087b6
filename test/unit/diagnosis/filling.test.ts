import { describe, expect, it } from 'vitest'
import { diagnose, limitQuestion, NO_CONTENTS } from '../../../src/diagnosis/index.ts'
import type { IsolateEvidence, Lead } from '../../../src/diagnosis/index.ts'
import type { FieldValue } from '../../../src/protocol/index.ts'
import { amounts, evidence, lead, plainLookup, snapshots } from '../../support/lead-builder.ts'

const OWNER = 77

/** A Map that has so many entries, in an object that may know its limit. */
function table(entries: number, overrides: Partial<Lead> = {}): Lead {
  const contents = { ...NO_CONTENTS, limited: { entries, ownerIds: [OWNER] } }
  return lead({ population: amounts(0, entries / 2, entries), contents, ...overrides })
}

function verdictOn(
  leads: readonly Lead[],
  fields: Readonly<Record<string, FieldValue>>,
  more: Partial<IsolateEvidence> = {},
): ReturnType<typeof diagnose> {
  const facts = { views: null, fields: { [OWNER]: fields } }
  return diagnose(evidence({ facts, snapshots: snapshots({ leads }), ...more }), plainLookup)
}

describe('a collection below a limit of its own', () => {
  it('is asked for the numbers of the objects that it belongs to', () => {
    expect(limitQuestion(table(3000))).toMatchObject({ objectIds: [OWNER] })
    expect(limitQuestion(lead())).toBeNull()
  })

  it.each(['max', 'limit', '_capacity', '#maxSize', '[max]', 'options.maxKeys'])(
    'is bounded where the limit is in %s, with the ceiling that follows from its entries',
    (field) => {
      const { verdict, says, findings, bounded } = verdictOn([table(3000)], { [field]: 9000 })
      expect(verdict).toBe('bounded')
      expect(says).toContain(`${field} is 9,000, and it has 3,000 entries`)
      expect(findings).toEqual([])
      const bytes = table(3000).population.at(-1)?.bytes ?? 0
      expect(bounded[0]?.ceilingBytes).toBe(3 * bytes)
    },
  )

  it('leaks where it has passed the limit, where there is none, and where the number is a statistic', () => {
    expect(verdictOn([table(3000)], { max: 200 }).verdict).toBe('leaking')
    expect(verdictOn([table(3000)], {}).verdict).toBe('leaking')
    expect(verdictOn([table(3000)], { max: 9000, min: 3 }).verdict).toBe('leaking')
  })

  it('leaks where the heap has no room for what the limit allows', () => {
    const heapLimitBytes = 40_000_000
    expect(verdictOn([table(3000)], { max: 1e6 }, { heapLimitBytes }).verdict).toBe('leaking')
  })

  it('may have a limit that is one of bytes', () => {
    const heapLimitBytes = 500_000_000
    const { verdict, bounded } = verdictOn([table(3000)], { maxSize: 5e7 }, { heapLimitBytes })
    expect(verdict).toBe('bounded')
    expect(bounded[0]?.ceilingBytes).toBe(5e7)
  })

  it('does not hide another leak', () => {
    const other = lead({ holder: { ...lead().holder, name: 'others' } })
    expect(verdictOn([table(3000), other], { max: 9000 }).verdict).toBe('leaking')
  })

  it('does not explain a trend that is much steeper than what it holds', () => {
    const small = table(3000, { population: amounts(0, 200, 500) })
    expect(verdictOn([small], { max: 9000 }).verdict).not.toBe('bounded')
  })
})

describe('a table that was made to a size', () => {
  const room = { slots: 10_000, filled: 3000 }

  it('is bounded while it has not been made anew', () => {
    const ring = table(3000, { contents: { ...NO_CONTENTS, room } })
    const { verdict, bounded } = verdictOn([ring], {})
    expect(verdict).toBe('bounded')
    expect(bounded[0]?.says).toContain('room for 10,000 entries')
  })

  it('takes the index beside it along', () => {
    const holder = { ...lead().holder, edge: 'property' as const }
    const values = table(3000, { holder, contents: { ...NO_CONTENTS, room } })
    const index = table(3000, { holder: { ...holder, name: 'index' } })
    const other = table(1200, { holder: { ...holder, name: 'waiting' } })
    expect(verdictOn([values, index], {}).verdict).toBe('bounded')
    expect(verdictOn([values, other], {}).verdict).toBe('leaking')
  })
})
