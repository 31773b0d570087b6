// What must not matter to a diagnosis: names, order, unrelated heap, the speed of the machine, the shape of the load.

import { describe, expect, it } from 'vitest'
import { diagnose } from '../../../src/diagnosis/index.ts'
import type { IsolateEvidence, Lead, LeadStep } from '../../../src/diagnosis/index.ts'
import { trend } from '../../../src/series/index.ts'
import type { Trend } from '../../../src/series/index.ts'
import {
  amounts,
  evidence,
  lead,
  plainLookup,
  snapshots,
  step,
} from '../../support/lead-builder.ts'
import { HEALTHY_FLOORS, LEAKY_FLOORS } from '../../support/recorded-floors.ts'

function held(steps: Partial<LeadStep>[]): Lead {
  const all = steps.map((one) => step(one))
  const to = all.at(-2)
  const { name = '', edge = 'property', to: className = '', nodeType = 'object' } = to ?? {}
  const holder = { ...lead().holder, name, edge, className, namedClass: className, nodeType }
  return lead({ steps: all, faultyStep: all.length - 1, holder, grownClass: all.at(-1)?.to ?? '' })
}

/** Leaks by their cause; names that the program chose begin with `own`. */
const LEAKS: Readonly<Record<string, Lead>> = {
  collection: held([
    { name: 'ownPut', to: 'closure ownPut', nodeType: 'closure' },
    { name: 'context', to: 'scope', edge: 'internal' },
    { name: 'ownSessions', to: 'Map', edge: 'context' },
    { name: '[…]', to: 'OwnSession', edge: 'element', status: 'stuck' },
  ]),
  'event-listener': held([
    { name: 'ownBus', to: 'EventEmitter', edge: 'context' },
    { name: '_events', to: 'Object' },
    { name: 'message', to: 'Array' },
    { name: '[…]', to: 'closure ownRefresh', edge: 'element', nodeType: 'closure' },
  ]),
  'event-target-listener': held([
    { name: 'ownStop', to: 'AbortSignal', edge: 'context' },
    { name: '<symbol kEvents>', to: 'Map' },
    { name: '[…]', to: 'Object', edge: 'element' },
    { name: 'next', to: 'Listener' },
  ]),
  timer: held([
    { name: 'timerListMap', to: 'Object', edge: 'context' },
    { name: '[…]', to: 'TimersList', edge: 'element' },
    { name: '_idleNext', to: 'Timeout' },
  ]),
  promise: held([
    { name: 'ownClosing', to: 'Promise', edge: 'context' },
    {
      name: 'reactions_or_result',
      to: 'system / PromiseReaction',
      edge: 'internal',
      nodeType: 'hidden',
    },
  ]),
}

const of = (one: Lead, overrides: Partial<IsolateEvidence> = {}) =>
  evidence({ snapshots: snapshots({ leads: [one] }), ...overrides })

/** What must stay: verdict and cause, and of the same names the fingerprint. */
function said(found: IsolateEvidence) {
  const { verdict, findings } = diagnose(found, plainLookup)
  return { verdict, cause: findings[0]?.cause, fingerprint: findings[0]?.fingerprint }
}

const NEW_NAMES = new Map([
  ['ownPut', 'timer'],
  ['ownSessions', 'listeners'],
  ['OwnSession', 'Handler'],
  ['ownBus', 'cache'],
  ['ownRefresh', 'timeout'],
  ['ownStop', 'sessions'],
  ['ownClosing', 'buffer'],
])

/** The lead with other names, those that suggest another cause. */
function renamed(one: Lead): Lead {
  const text = (words: string) => words.replace(/own\w+/gi, (word) => NEW_NAMES.get(word) ?? word)
  return {
    ...one,
    steps: one.steps.map((each) => ({ ...each, name: text(each.name), to: text(each.to) })),
    holder: { ...one.holder, name: text(one.holder.name), ownerName: text(one.holder.ownerName) },
    grownClass: text(one.grownClass),
    composition: one.composition.map((row) => ({ ...row, className: text(row.className) })),
  }
}

/** A big structure that was there before the first snapshot and stays as it is. */
const bystander = lead({
  steps: lead().steps.map((each) => (each.name === 'sessions' ? { ...each, name: 'rows' } : each)),
  grownClass: 'Row',
  grownCount: 0,
  population: amounts(50_000, 50_000, 50_000, 50_000),
  survivors: { objects: 0, bytes: 0 },
  shareBytes: 0,
})

describe.each(Object.entries(LEAKS))('what is said of a leak of cause %s', (cause, one) => {
  const before = said(of(one))

  it('is the right cause to begin with', () => {
    expect(before).toMatchObject({ verdict: 'leaking', cause })
  })

  it('does not depend on the names that the program chose', () => {
    const { verdict, cause: found } = said(of(renamed(one)))
    expect({ verdict, cause: found }).toEqual({ verdict: 'leaking', cause })
  })

  it('does not depend on where the files are, nor on what stands before the leak in them', () => {
    const position = { script: '/srv/release-9/other.js', line: 912, column: 3 }
    const moved = {
      ...one,
      holder: { ...one.holder, position },
      steps: one.steps.map((each) => ({ ...each, position })),
    }
    expect(said(of(moved))).toEqual(before)
  })

  it('does not depend on unrelated heap, nor on the order in which the graph lists things', () => {
    const totalBytes = [60e6, 61e6, 62e6, 63e6]
    for (const leads of [
      [one, bystander],
      [bystander, one],
    ]) {
      expect(said(evidence({ snapshots: snapshots({ leads, totalBytes }) }))).toEqual(before)
    }
  })

  it('does not depend on the speed of the machine', () => {
    const slow = snapshots({ leads: [one], atMs: [20_000, 40_000, 60_000, 80_000] })
    expect(said(evidence({ snapshots: slow, lastAtMs: 100_000 }))).toEqual(before)
  })

  it('does not depend on a load that comes in waves, for growth follows the work', () => {
    const work = [500, 600, 1600, 2000]
    const population = amounts(0, 100, 1100, 1500).map((each) => ({
      ...each,
      bytes: 2 * each.bytes,
    }))
    const waves = snapshots({ leads: [{ ...one, population }], work })
    expect(said(evidence({ snapshots: waves }))).toEqual(before)
  })
})

type Guise = (floors: readonly number[]) => Trend

const MB = 1e6

/** The same floors as another machine or another load would have read them. */
const GUISES: Readonly<Record<string, Guise>> = {
  'as recorded': (floors) =>
    trend(floors.map((value, at) => ({ atMs: 1500 * at, work: at, value: value * MB }))),
  'on a machine of a quarter of the speed': (floors) =>
    trend(floors.map((value, at) => ({ atMs: 6000 * at, work: at, value: value * MB }))),
  'beside 50 MB that stay as they are': (floors) =>
    trend(floors.map((value, at) => ({ atMs: 1500 * at, work: at, value: (value + 50) * MB }))),
  'with a load that comes in waves': (floors) => {
    let atMs = 0
    return trend(
      floors.map((value, at) => {
        atMs += at % 6 < 3 ? 700 : 2300
        return { atMs, work: at, value: value * MB }
      }),
    )
  },
}

describe.each(Object.entries(GUISES))('recorded floors %s', (_, guise) => {
  it.each(Object.entries(LEAKY_FLOORS))('are a leak still: %s', (_name, floors) => {
    expect(guise(floors).shape).toBe('growing')
    expect(said(of(lead(), { floor: guise(floors) })).verdict).toBe('leaking')
  })

  it.each(Object.entries(HEALTHY_FLOORS))('are healthy still: %s', (_name, floors) => {
    expect(said(of(lead(), { floor: guise(floors) })).verdict).not.toBe('leaking')
  })
})
