import { describe, expect, it } from 'vitest'
import type { SourceLookup } from '../../../src/diagnosis/index.ts'
import { withWorkerPiles } from '../../../src/investigation/worker-findings.ts'
import type { PricedPile } from '../../../src/investigation/worker-findings.ts'
import { finding } from '../../support/finding-builder.ts'

const NOWHERE: SourceLookup = {
  place: () => null,
  code: () => null,
  declaration: () => null,
  statement: () => null,
  search: () => null,
}

const PILE: PricedPile = {
  entry: '/app/converter.js',
  started: 50,
  alive: 48,
  overMs: 40_000,
  isolate: '1/0',
  mainEntry: '/app/main.js',
  grownBytes: 200_000_000,
}

describe('withWorkerPiles', () => {
  it('adds a finding of two witnesses, first of all, where the heap said nothing', () => {
    const other = finding({ isolate: '1/0', cause: 'collection' })
    const [added, ...rest] = withWorkerPiles([other], [PILE], NOWHERE)
    expect(added).toMatchObject({ cause: 'worker', isolate: '1/0', status: 'confirmed' })
    expect(added?.title).toContain('converter.js')
    expect(added?.evidence.map((one) => one.supports)).toEqual([true, true])
    expect(rest).toEqual([other])
  })

  it('bears out the finding that the heap led to, and adds no second one', () => {
    const heap = finding({ isolate: '1/0', cause: 'worker', status: 'suspect' })
    const all = withWorkerPiles([heap], [PILE], NOWHERE)
    expect(all).toHaveLength(1)
    expect(all[0]).toMatchObject({ title: heap.title, status: 'confirmed' })
    expect(all[0]?.evidence).toHaveLength(heap.evidence.length + 2)
  })

  it('has the same fingerprint in every folder', () => {
    const [here] = withWorkerPiles([], [PILE], NOWHERE)
    const [there] = withWorkerPiles([], [{ ...PILE, entry: '/srv/2/converter.js' }], NOWHERE)
    expect(there?.fingerprint).toBe(here?.fingerprint)
  })

  it('leaves the findings as they are without piles', () => {
    const found = [finding()]
    expect(withWorkerPiles(found, [], NOWHERE)).toEqual(found)
  })
})
