import { describe, expect, it } from 'vitest'
import {
  diagnose,
  limitFrom,
  limitQuestion,
  NO_CONTENTS,
  scriptCode,
  writtenLimits,
} from '../../../src/diagnosis/index.ts'
import type { IsolateEvidence, Lead, LiveFacts } from '../../../src/diagnosis/index.ts'
import {
  amounts,
  evidence,
  lead,
  plainLookup,
  snapshots,
  trendOf,
} from '../../support/lead-builder.ts'

const TABLE = 75
const OWNER = 77
const FUNCTION = 79

/** A Map that has so many entries, in an object that may know its limit. */
function table(entries: number, overrides: Partial<Lead> = {}): Lead {
  const limited = { entries, ownerIds: [OWNER], functionIds: [FUNCTION] }
  return lead({
    population: amounts(0, entries / 2, entries),
    contents: { ...NO_CONTENTS, limited },
    holder: { ...lead().holder, objectId: TABLE },
    ...overrides,
  })
}

function verdictOn(
  leads: readonly Lead[],
  limit: number | null,
  more: Partial<IsolateEvidence> = {},
): ReturnType<typeof diagnose> {
  const limits: LiveFacts['limits'] = limit === null ? {} : { [TABLE]: { limit, field: 'max' } }
  const facts = { views: null, fields: {}, limits }
  return diagnose(evidence({ facts, snapshots: snapshots({ leads }), ...more }), plainLookup)
}

/** The limits that a script with this text shows for `sessions`. */
function writtenIn(text: string): ReturnType<typeof writtenLimits> {
  return writtenLimits(table(100), { ...plainLookup, code: () => scriptCode(text) })
}

describe('what the source compares the size of a collection with', () => {
  it('is a number, a constant, a product, a field or a variable', () => {
    const evict = '{ sessions.delete(oldest()) }'
    const found = (limit: string, before = '') =>
      writtenIn(`${before}function put() { if (sessions.size > ${limit}) ${evict} }`)
    expect(found('1_000')).toEqual([{ kind: 'number', value: 1000 }])
    expect(found('MOST', 'const MOST = 4 * 1e3\n')).toEqual([{ kind: 'number', value: 4000 }])
    expect(found('this.#most')).toEqual([{ kind: 'field', name: '#most' }])
    expect(found('options.most')).toEqual([{ kind: 'field', name: 'most' }])
    expect(found('most')).toEqual([{ kind: 'variable', name: 'most' }])
  })

  it('limits nothing where nothing is taken away, in a loop, or of another collection', () => {
    expect(writtenIn('function put() { if (sessions.size > 500) warn() }')).toEqual([])
    const loop = 'for (let i = 0; i < sessions.length; i++) seen.delete(i)'
    expect(writtenIn(`function all() { ${loop} }`)).toEqual([])
    expect(writtenIn('function put() { if (others.size > 500) others.clear() }')).toEqual([])
  })
})

describe('where a collection may have its limit', () => {
  it('is asked of the objects that it belongs to, of a function for a variable, and of nobody for a number', () => {
    expect(limitQuestion(table(3000), [])).toMatchObject({ objectIds: [OWNER] })
    const question = limitQuestion(table(3000), [{ kind: 'variable', name: 'most' }])
    expect(question).toMatchObject({ objectIds: [FUNCTION] })
    expect(limitQuestion(table(3000), [{ kind: 'number', value: 500 }])).toBeNull()
    expect(question?.fields[0]).toBe('(most)')
    expect(limitQuestion(lead(), [])).toBeNull()
  })

  it.each(['max', 'limit', '_capacity', '#maxSize', '[max]', 'options.max'])(
    'is a number in %s',
    (field) => {
      const limit = limitFrom(table(3000), [], { [OWNER]: { [field]: 9000 } })
      expect(limit).toEqual({ limit: 9000, field })
    },
  )

  it('is what the source compares with, before what a field is called', () => {
    const fields = { [OWNER]: { max: 9000, keep: 500 }, [FUNCTION]: { '(most)': 700 } }
    const limit = (kind: 'field' | 'variable', name: string) =>
      limitFrom(table(300), [{ kind, name }], fields)?.limit
    expect(limit('field', 'keep')).toBe(500)
    expect(limit('variable', 'most')).toBe(700)
    expect(limit('variable', 'none')).toBe(9000)
  })

  it('is no statistic and nothing small', () => {
    expect(limitFrom(table(3000), [], { [OWNER]: { max: 9000, min: 3 } })).toBeNull()
    expect(limitFrom(table(3000), [], { [OWNER]: { max: 5 } })).toBeNull()
  })
})

describe('a collection below a limit of its own', () => {
  it('is bounded, with the ceiling that follows from its entries', () => {
    const { verdict, says, findings, bounded } = verdictOn([table(3000)], 9000)
    expect(verdict).toBe('bounded')
    expect(says).toContain('max is 9,000, and it has 3,000 entries')
    expect(findings).toEqual([])
    expect(bounded[0]?.ceilingBytes).toBe(3 * (table(3000).population.at(-1)?.bytes ?? 0))
  })

  it('leaks where it has passed the limit, and where there is none', () => {
    expect(verdictOn([table(3000)], 200).verdict).toBe('leaking')
    expect(verdictOn([table(3000)], null).verdict).toBe('leaking')
  })

  it('leaks where the heap has no room for what the limit allows', () => {
    const heapLimitBytes = 40_000_000
    expect(verdictOn([table(3000)], 1e6, { heapLimitBytes }).verdict).toBe('leaking')
  })

  it('may have a limit that is one of bytes', () => {
    const heapLimitBytes = 500_000_000
    const { verdict, bounded } = verdictOn([table(3000)], 5e7, { heapLimitBytes })
    expect(verdict).toBe('bounded')
    expect(bounded[0]?.ceilingBytes).toBe(5e7)
  })

  it('does not hide another leak', () => {
    const other = lead({ holder: { ...lead().holder, name: 'others' } })
    expect(verdictOn([table(3000), other], 9000).verdict).toBe('leaking')
  })

  it('does not explain a trend that is much steeper than what it holds', () => {
    const small = table(3000, { population: amounts(0, 200, 500) })
    expect(verdictOn([small], 9000).verdict).not.toBe('bounded')
  })
})

describe('a table that was made to a size', () => {
  const room = { slots: 10_000, filled: 3000 }

  it('is bounded while it has not been made anew', () => {
    const ring = table(3000, { contents: { ...NO_CONTENTS, room } })
    const { verdict, bounded } = verdictOn([ring], null)
    expect(verdict).toBe('bounded')
    expect(bounded[0]?.says).toContain('room for 10,000 entries')
  })

  it('takes the index beside it along', () => {
    const holder = { ...lead().holder, edge: 'property' as const }
    const values = table(3000, { holder, contents: { ...NO_CONTENTS, room } })
    const index = table(3000, { holder: { ...holder, name: 'index' } })
    const other = table(1200, { holder: { ...holder, name: 'waiting' } })
    expect(verdictOn([values, index], null).verdict).toBe('bounded')
    expect(verdictOn([values, other], null).verdict).toBe('leaking')
  })

  it('is no excuse for slices and contexts, each of which keeps far more alive than it is', () => {
    const slices = table(3000, {
      contents: { ...NO_CONTENTS, room },
      grownClass: '(sliced string)',
      slicedParentBytes: 3_000_000,
    })
    expect(verdictOn([slices], null).verdict).toBe('leaking')
    const contexts = table(3000, { contents: { ...NO_CONTENTS, room, contexts: 3000 } })
    expect(verdictOn([contexts], null).verdict).toBe('leaking')
  })
})

describe('a collection that filled up while the snapshots were taken', () => {
  it('is not accused by a trend that has been many times slower since', () => {
    const { slopePerHour } = trendOf()
    const slower = (by: number) => ({
      value: slopePerHour.value / by,
      low: slopePerHour.low / by,
      high: slopePerHour.high / by,
    })
    const judged = (by: number) =>
      verdictOn([lead()], null, { floor: trendOf({ slopePerHour: slower(by) }) }).verdict
    expect(judged(1)).toBe('leaking')
    expect(judged(50)).not.toBe('leaking')
  })
})
