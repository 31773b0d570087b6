import { describe, expect, it } from 'vitest'
import { causeOf } from '../../../src/diagnosis/causes/index.ts'
import { NO_LIVE_FACTS, diagnose } from '../../../src/diagnosis/index.ts'
import type { Lead } from '../../../src/diagnosis/index.ts'
import {
  amounts,
  evidence,
  lead,
  plainLookup,
  snapshots,
  step,
  trendOf,
} from '../../support/lead-builder.ts'

/** Entries alive at each snapshot, and of those made in each round what is alive at the end. */
function queue(population: number[], bornIn: number[], overrides: Partial<Lead> = {}): Lead {
  const made = amounts(...bornIn)
  return lead({
    population: amounts(...population),
    bornIn: made,
    survivors: {
      objects: bornIn.slice(0, -1).reduce((sum, objects) => sum + objects, 0),
      bytes: 0,
    },
    ...overrides,
  })
}

/** 1,000 come in a round and 600 go out, the oldest first. */
const FILLING = queue([0, 400, 800, 1200], [0, 200, 1000])

function causeName(of: Lead): string {
  return causeOf(of, NO_LIVE_FACTS).rule.cause
}

function verdictOn(of: Lead, floor = trendOf()): ReturnType<typeof diagnose> {
  return diagnose(evidence({ floor, snapshots: snapshots({ leads: [of] }) }), plainLookup)
}

describe('a backlog', () => {
  it('is a collection that grows while its oldest entries leave', () => {
    expect(causeName(FILLING)).toBe('backlog')
  })

  it('is one, too, when only what was there at first has left', () => {
    expect(causeName(queue([500, 1200, 1900, 2600], [600, 1000, 1000]))).toBe('backlog')
  })

  it('is no leak: the verdict stays open while it fills and says why', () => {
    const { verdict, says, findings, bounded } = verdictOn(FILLING)
    expect(verdict).toBe('inconclusive')
    expect(says).toContain('backlog')
    expect(findings).toEqual([])
    expect(bounded[0]?.title).toContain('Map sessions')
  })

  it('leaves a verdict of bounded or stable as it is', () => {
    expect(verdictOn(FILLING, trendOf({ shape: 'flat', stillGrowing: false })).verdict).toBe(
      'stable',
    )
  })

  it('is none where nobody takes anything out', () => {
    const stuck = queue([0, 1000, 2000, 3000], [1000, 1000, 1000])
    expect(causeName(stuck)).toBe('collection')
    expect(verdictOn(stuck).verdict).toBe('leaking')
  })

  it('is none where some entries of every round stay', () => {
    expect(causeName(queue([20, 120, 220, 320], [80, 90, 130]))).toBe('collection')
  })

  it('is none where all is copied anew in each round, for then nothing waits', () => {
    expect(causeName(queue([100, 1000, 2000, 3000], [0, 0, 3000]))).toBe('collection')
  })

  it('is none where a whole value is replaced in a field', () => {
    const steps = [step({ name: 'app', to: 'App' }), step({ name: 'state', to: 'State' })]
    const replaced = queue([0, 400, 800, 1200], [0, 200, 1000], { steps, faultyStep: 1 })
    expect(causeName(replaced)).not.toBe('backlog')
  })

  it('is told of a linked list by the variable that has its first link', () => {
    const steps = [
      step({ to: 'scope' }),
      step({ edge: 'context', name: 'head', to: 'Job' }),
      step({ name: 'next', to: 'Job', repeats: 400 }),
    ]
    const list = queue([0, 400, 800, 1200], [0, 200, 1000], {
      steps,
      faultyStep: 1,
      longestFold: 400,
    })
    const { rule } = causeOf(list, NO_LIVE_FACTS)
    expect(rule.cause).toBe('backlog')
    expect(rule.title(list)).toContain('the list head')
  })

  it('is told from three snapshots only where nothing of the first is left', () => {
    expect(causeName(queue([300, 800, 1400], [400, 1000]))).toBe('backlog')
    expect(causeName(queue([0, 400, 800], [0, 800]))).toBe('backlog')
    expect(causeName(queue([300, 800, 1400], [0, 1100]))).toBe('collection')
    expect(causeName(queue([300, 800], [800]))).toBe('collection')
  })
})
