import { describe, expect, it } from 'vitest'
import { causeOf } from '../../../src/diagnosis/causes/index.ts'
import { NO_CONTENTS, NO_LIVE_FACTS } from '../../../src/diagnosis/index.ts'
import type { Lead, LeadContents } from '../../../src/diagnosis/index.ts'
import { lead, step } from '../../support/lead-builder.ts'

function having(contents: Partial<LeadContents>, overrides: Partial<Lead> = {}): Lead {
  return lead({ contents: { ...NO_CONTENTS, ...contents }, ...overrides })
}

function causeOfLead(grown: Lead): string {
  return causeOf(grown, NO_LIVE_FACTS).rule.cause
}

describe('the cause async-context', () => {
  it('is named where most of the growth hangs from stores alone, and not where little does', () => {
    expect(causeOfLead(having({ asyncStoreBytes: 2_400_000 }))).toBe('async-context')
    expect(causeOfLead(having({ asyncStoreBytes: 300_000 }))).toBe('collection')
  })

  it('is named for what grows in one store that lives on, and not for what lies far below one', () => {
    const store = step({ name: '<symbol kResourceStore>', to: 'Object' })
    const entries = step({ name: 'notes', to: 'Array' })
    const entry = step({ edge: 'element', name: '[…]', to: 'Note', status: 'stuck' })
    const near = lead({ steps: [step(), store, entries, entry], faultyStep: 3 })
    expect(causeOfLead(near)).toBe('async-context')
    const far = lead({ steps: [step(), store, step(), step(), entries, entry], faultyStep: 5 })
    expect(causeOfLead(far)).toBe('collection')
  })

  it('is named for frames of Node 24 and later', () => {
    const frame = step({ name: '<symbol kAsyncContextFrame>', to: 'AsyncContextFrame' })
    const entry = step({ edge: 'element', name: '[…]', to: 'Note', status: 'stuck' })
    const steps = [step(), frame, step({ edge: 'element', name: '[…]' }), entry]
    expect(causeOfLead(lead({ steps, faultyStep: 3 }))).toBe('async-context')
  })

  it('is named for instances that pile up', () => {
    expect(causeOfLead(lead({ grownClass: 'AsyncLocalStorage' }))).toBe('async-context')
  })

  it('is named for a table by asynchronous ids, and not for one by names beside a hook', () => {
    const table = having({ asyncHook: true }, { grownClass: '(number)' })
    expect(causeOfLead(table)).toBe('async-context')
    expect(causeOfLead(having({ asyncHook: true, keys: 'text' }))).toBe('collection')
  })
})

describe('the cause weak-misuse', () => {
  const registry = { ...lead().holder, className: 'FinalizationRegistry' }

  it('says whether held values keep their targets or registrations just pile up', () => {
    const keeping = having(
      { registry: { cells: 100, reachingTarget: 100, targets: 100 } },
      { holder: registry },
    )
    expect(causeOfLead(keeping)).toBe('weak-misuse')
    expect(causeOf(keeping, NO_LIVE_FACTS).rule.title(keeping)).toContain('targets')
    const piling = having(
      { registry: { cells: 100, reachingTarget: 0, targets: 1 } },
      { holder: registry },
    )
    expect(causeOf(piling, NO_LIVE_FACTS).rule.advice(piling)).toContain('unregister')
  })

  it('is named for entries of a WeakMap that hang from one another', () => {
    const entry = step({ edge: 'internal', name: 'entry of WeakMap next', repeats: 300 })
    const chain = lead({ steps: [step(), entry], faultyStep: 1, longestFold: 300 })
    expect(causeOfLead(chain)).toBe('weak-misuse')
    expect(causeOf(chain, NO_LIVE_FACTS).rule.title(chain)).toContain('next')
  })

  it('is named for values of a WeakMap that hold their keys and are held elsewhere', () => {
    expect(causeOfLead(having({ weakMap: 'meta' }))).toBe('weak-misuse')
  })

  it('is named for values under several keys that live on, and not for the state of one object', () => {
    const entry = step({ edge: 'internal', name: 'entry of WeakMap drafts', to: 'Map' })
    const grown = step({ edge: 'element', name: '[…]', to: 'Draft', status: 'stuck' })
    const steps = [step({ to: 'Editor' }), entry, grown]
    const under = (holders: number): Lead => having({ holders }, { steps, faultyStep: 2 })
    expect(causeOfLead(under(4))).toBe('weak-misuse')
    expect(causeOf(under(4), NO_LIVE_FACTS).rule.title(under(4))).toContain('drafts')
    expect(causeOfLead(under(1))).toBe('collection')
  })

  it('is named for WeakRefs that pile up, and not for a few of them among the entries', () => {
    const refs = (objects: number): Lead =>
      lead({
        composition: [
          ...lead().composition.map((row) => ({ ...row, objects: 3000 - objects })),
          { className: 'WeakRef', nodeType: 'object', position: null, objects, bytes: 1e5 },
        ],
      })
    expect(causeOfLead(refs(3000))).toBe('weak-misuse')
    expect(causeOfLead(refs(100))).toBe('collection')
  })
})

describe('the cause detached-context', () => {
  it('is named where several contexts are kept, with their number', () => {
    const grown = having({ contexts: 40 })
    const { rule } = causeOf(grown, NO_LIVE_FACTS)
    expect(rule.cause).toBe('detached-context')
    expect(rule.details?.(grown, NO_LIVE_FACTS)).toContainEqual({ label: 'contexts', value: '40' })
  })

  it('is not named for one context among much else', () => {
    expect(causeOfLead(having({ contexts: 1 }))).toBe('collection')
  })
})

describe('the kinds of collection', () => {
  function titleOf(grown: Lead): string {
    const { rule } = causeOf(grown, NO_LIVE_FACTS)
    expect(rule.cause).toBe('collection')
    return rule.title(grown)
  }

  it('are told by the keys: labels, addresses, arguments', () => {
    const series = having({ keys: 'labels' }, { grownClass: '{labels, value}' })
    expect(titleOf(series)).toContain('label')
    expect(titleOf(having({ keys: 'url' }))).toContain('address')
    expect(titleOf(having({ keys: 'json' }))).toContain('arguments')
    expect(titleOf(having({ keys: 'text' }))).toContain('never emptied')
  })

  it('are told by the entries: errors, lines of text', () => {
    expect(titleOf(lead({ grownClass: 'TypeError' }))).toContain('Errors')
    const text = { className: '(string)', nodeType: 'string', position: null }
    const lines = lead({
      holder: { ...lead().holder, className: 'Array', namedClass: 'Array' },
      grownClass: '(string)',
      composition: [{ ...text, objects: 3000, bytes: 3e6 }],
    })
    expect(titleOf(lines)).toContain('Text')
  })

  it('are told by the chain that values form, with the property that links them', () => {
    const link = step({ name: 'cause', to: 'Error', status: 'stuck', repeats: 400 })
    const steps = [step(), step({ edge: 'context', name: 'last', to: 'Error' }), link]
    const chain = lead({ steps, faultyStep: 2, longestFold: 400, grownClass: 'Error' })
    expect(titleOf(chain)).toBe('Each Error keeps the one before it alive through cause')
  })

  it('are not told where something else than objects repeats', () => {
    const cell = step({ edge: 'hidden', name: '[…]', to: '(system) Cell', nodeType: 'hidden' })
    const steps = [step(), step({ edge: 'context', name: 'last' }), { ...cell, repeats: 400 }]
    expect(titleOf(lead({ steps, faultyStep: 2, longestFold: 400 }))).toContain('never emptied')
  })
})
