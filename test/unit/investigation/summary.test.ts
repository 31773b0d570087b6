import { describe, expect, it } from 'vitest'
import { mergedFindings, overallVerdict } from '../../../src/investigation/summary.ts'
import type { IsolateOutcome } from '../../../src/investigation/summary.ts'
import { finding } from '../../support/finding-builder.ts'

function outcome(overrides: Partial<IsolateOutcome>): IsolateOutcome {
  return { verdict: 'stable', role: 'worker', entry: 'pool.js', livedMs: 40_000, ...overrides }
}

describe('overallVerdict', () => {
  it('is the worst of the isolates', () => {
    const all = [outcome({}), outcome({ verdict: 'leaking' }), outcome({ verdict: 'bounded' })]
    expect(overallVerdict(all)).toBe('leaking')
    expect(overallVerdict([])).toBe('inconclusive')
  })

  it('is not held up by a young worker beside an older one of the same file', () => {
    const young = outcome({ verdict: 'inconclusive', livedMs: 5000 })
    expect(overallVerdict([outcome({}), young])).toBe('stable')
    expect(overallVerdict([outcome({ entry: 'other.js' }), young])).toBe('inconclusive')
    expect(overallVerdict([outcome({ role: 'main' }), young])).toBe('inconclusive')
  })

  it('counts an older isolate that could not be judged', () => {
    const old = outcome({ verdict: 'inconclusive', livedMs: 60_000 })
    expect(overallVerdict([outcome({}), old])).toBe('inconclusive')
  })
})

describe('mergedFindings', () => {
  const rate = finding().rate

  it('tells one fingerprint once, by the isolate that knows most, and names the others', () => {
    const merged = mergedFindings([
      finding({ isolate: '1/1', status: 'suspect' }),
      finding({ isolate: '1/2', rate: { ...rate, bytesPerHour: 10 } }),
      finding({ isolate: '1/3', rate: { ...rate, bytesPerHour: 20 } }),
    ])
    expect(merged).toHaveLength(1)
    expect(merged[0]).toMatchObject({
      isolate: '1/3',
      status: 'confirmed',
      alsoIn: ['1/1', '1/2'],
    })
  })

  it('puts what is confirmed first and keeps the order else', () => {
    const merged = mergedFindings([
      finding({ fingerprint: 'a', status: 'suspect' }),
      finding({ fingerprint: 'b' }),
      finding({ fingerprint: 'c' }),
      finding({ fingerprint: 'b' }),
    ])
    expect(merged.map((one) => one.fingerprint)).toEqual(['b', 'c', 'a'])
    expect(merged[0]?.alsoIn).toEqual([])
  })
})
