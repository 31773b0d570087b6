import { describe, expect, it } from 'vitest'
import {
  EMPTY_HISTORY,
  NO_LIVE_FACTS,
  diagnose,
  fingerprint,
  nextEvidence,
} from '../../../src/diagnosis/index.ts'
import type { SnapshotEvidence, SnapshotHistory } from '../../../src/diagnosis/index.ts'
import type { LiveSite } from '../../../src/protocol/index.ts'
import { sampledSurvivors } from '../../../src/diagnosis/verdict/sampled-survivors.ts'
import { evidence, lead, plainLookup, snapshots } from '../../support/lead-builder.ts'
import { Moment } from '../../support/moment.ts'

/** Three snapshots by forks that number all objects anew, in the order in which they are drawn. */
function forked(draw: (moment: Moment, round: number) => void): SnapshotEvidence {
  let history: SnapshotHistory = EMPTY_HISTORY
  let last: SnapshotEvidence | null = null
  for (let round = 0; round < 3; round++) {
    const moment = new Moment(new Map())
    // What was freed meanwhile shifts the numbers of all that comes after it.
    for (let i = 0; i < 7 - 2 * round; i++) moment.hold('', `gone ${i}`, `gone ${i}`, 'Gone')
    draw(moment, round)
    const meta = { atMs: 5000 * (round + 1), work: round, alone: false, fromFile: false }
    const next = nextEvidence(moment.heap.graph(), history, { ...meta, ownIds: true })
    history = next.history
    last = next.evidence
  }
  if (last === null) throw new Error('no rounds')
  return last
}

function listOf(moment: Moment, variable: string, sessions: number): void {
  moment.hold('', 'start', 'app', 'App')
  moment.hold('app', variable, variable, 'Array')
  for (let i = 0; i < sessions; i++) {
    moment.hold(variable, i, `session ${i}`, ['Session', 1000])
    moment.hold(`session ${i}`, 'user', `user ${i}`, ['User', 200])
  }
}

describe('snapshots whose objects have numbers of their own', () => {
  it('still name the holder by the path that grew in every round', () => {
    const found = forked((moment, round) => listOf(moment, 'sessions', 500 * (round + 1)))
    const [first] = found.leads
    expect(found.sameProcess).toBe(false)
    expect(found.atMs).toEqual([5000, 10_000, 15_000])
    expect(first?.holder).toMatchObject({ name: 'sessions', className: 'Array' })
    expect(first?.grownClass).toBe('Session')
    expect(first?.population.map((one) => one.objects)).toEqual([1000, 2000, 3000])
    expect(first?.composition.map((row) => row.className)).toEqual(['Session', 'User'])
    expect(first?.composition[0]?.objects).toBe(1000)
    expect(first?.composition[0]?.bytes).toBeCloseTo(1_000_000)
    expect(first?.shareBytes).toBeGreaterThan(1_000_000)
  })

  it('say nothing of single objects, and give no number to ask the live process for', () => {
    const found = forked((moment, round) => listOf(moment, 'sessions', 500 * (round + 1)))
    for (const one of found.leads) {
      expect(one.holder.objectId).toBe(0)
      expect(one.exampleIds).toEqual([])
      expect(one.bornIn).toEqual([])
      expect(one.survivors).toEqual({ objects: 0, bytes: 0 })
    }
  })

  it('accuse nobody where entries are only replaced, though their numbers are the same', () => {
    const found = forked((moment) => listOf(moment, 'recent', 500))
    expect(found.leads).toEqual([])
  })

  it('begin anew after snapshots whose numbers were kept', () => {
    const draw = (sessions: number) => {
      const moment = new Moment(new Map())
      listOf(moment, 'sessions', sessions)
      return moment.heap.graph()
    }
    const meta = { atMs: 1000, work: 1, alone: false, fromFile: false }
    const kept = nextEvidence(draw(500), EMPTY_HISTORY, meta)
    const own = nextEvidence(draw(900), kept.history, { ...meta, atMs: 2000, ownIds: true })
    expect(own.evidence.atMs).toEqual([2000])
    const later = nextEvidence(draw(1300), own.history, { ...meta, atMs: 3000 })
    expect(later.evidence).toMatchObject({ atMs: [2000, 3000], sameProcess: false })
  })
})

/** A script that allocates: what lives now, and what of an early reading is left. */
function site(url: string, live: number, then: number, alive: number): LiveSite {
  return {
    stack: [{ function: 'put', url, line: 1, column: 1 }],
    liveBytes: 32_768 * live,
    liveSamples: live,
    survivorBytes: 0,
    cohorts: [{ bytes: 32_768 * then, aliveBytes: 32_768 * alive, samples: then, ageMs: 20_000 }],
  }
}

describe('what became of early allocations', () => {
  it('stays where memory leaks, and goes where a queue fills', () => {
    expect(sampledSurvivors([site('/app/a.js', 90, 30, 29)])).toMatchObject({ stays: true })
    expect(sampledSurvivors([site('/app/a.js', 90, 30, 2)])).toMatchObject({ goes: true })
  })

  it('is asked of the scripts that allocate ever more of what lives', () => {
    const sites = [site('/app/constant.js', 100, 100, 0), site('/app/leak.js', 90, 30, 30)]
    expect(sampledSurvivors(sites)).toMatchObject({ share: 1, stays: true })
  })

  it('is not known from a few samples, nor a few seconds', () => {
    expect(sampledSurvivors([])).toBeNull()
    expect(sampledSurvivors([site('/app/a.js', 30, 5, 5)])).toBeNull()
    const young = site('/app/a.js', 90, 30, 30)
    const cohorts = (young.cohorts ?? []).map((cohort) => ({ ...cohort, ageMs: 3000 }))
    expect(sampledSurvivors([{ ...young, cohorts }])).toBeNull()
  })
})

describe('the verdict without numbers', () => {
  const growing = { ...lead(), exampleIds: [], survivors: { objects: 0, bytes: 0 } }
  const unmatched = snapshots({ leads: [growing], sameProcess: false })
  const verdictOf = (sites: readonly LiveSite[]) =>
    diagnose(evidence({ snapshots: unmatched, sites }), plainLookup)

  it('is a suspicion, for a queue that fills grows just so', () => {
    const judged = verdictOf([])
    expect(judged.verdict).toBe('suspect')
    const says = judged.findings[0]?.evidence.find((one) => one.kind === 'survivors')?.says
    expect(says).toContain('not numbered')
  })

  it('is that it leaks where a trend and a path agree and sampled allocations stay', () => {
    const judged = verdictOf([site('/app/store.js', 90, 30, 30)])
    expect(judged.verdict).toBe('leaking')
    expect(judged.findings[0]?.status).toBe('confirmed')
  })

  it('is no accusation where sampled allocations go', () => {
    const judged = verdictOf([site('/app/store.js', 90, 30, 1)])
    expect(judged.verdict).toBe('inconclusive')
    expect(judged.findings).toEqual([])
  })

  it('is a suspicion of a collection that may have a limit, for nobody can ask the live process for it', () => {
    const limited = { entries: 3000, ownerIds: [0], functionIds: [0] }
    const cache = { ...growing, contents: { ...growing.contents, limited } }
    const known = snapshots({ leads: [cache], sameProcess: false })
    const sites = [site('/app/store.js', 90, 30, 30)]
    const asked = { ...NO_LIVE_FACTS, limitless: [fingerprint(cache)] }
    expect(diagnose(evidence({ snapshots: known, sites }), plainLookup).verdict).toBe('suspect')
    const judged = diagnose(evidence({ snapshots: known, sites, facts: asked }), plainLookup)
    expect(judged.verdict).toBe('leaking')
  })
})
