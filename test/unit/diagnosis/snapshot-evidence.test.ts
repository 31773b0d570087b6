import { describe, expect, it } from 'vitest'
import { EMPTY_HISTORY, nextEvidence } from '../../../src/diagnosis/index.ts'
import type { SnapshotEvidence, SnapshotHistory } from '../../../src/diagnosis/index.ts'
import { Moment } from '../../support/moment.ts'

/** The evidence after `rounds` snapshots of one process, each drawn with its number. */
function evidenceOf(draw: (moment: Moment, round: number) => void, rounds = 3): SnapshotEvidence {
  const ids = new Map<string, number>()
  let history: SnapshotHistory = EMPTY_HISTORY
  let evidence: SnapshotEvidence | null = null
  for (let round = 0; round < rounds; round++) {
    const moment = new Moment(ids)
    draw(moment, round)
    const meta = { atMs: 5000 * (round + 1), work: round, alone: rounds === 1, fromFile: false }
    const next = nextEvidence(moment.heap.graph(), history, meta)
    history = next.history
    evidence = next.evidence
  }
  if (evidence === null) throw new Error('no rounds')
  return evidence
}

/** A function that closes over a scope with one variable. */
function scopeWith(moment: Moment, variable: string, className: string): string {
  moment.hold('', 'start', 'app', 'App')
  moment.object('put', 'put', 64, 'closure')
  moment.edge('app', 'property', 'put', 'put')
  moment.object('scope', 'system / Context', 48)
  moment.edge('put', 'internal', 'context', 'scope')
  moment.object(variable, className, 32)
  moment.edge('scope', 'context', variable, variable)
  return variable
}

describe('the leads of snapshots', () => {
  it('name the variable of the Map that grows, not its table', () => {
    const evidence = evidenceOf((moment, round) => {
      scopeWith(moment, 'sessions', 'Map')
      moment.object(`table ${round}`, '', 4096, 'array')
      moment.edge('sessions', 'internal', 'table', `table ${round}`)
      for (let i = 0; i < 100 * (round + 1); i++) {
        moment.object(`session ${i}`, 'Session', 1000)
        moment.edge(`table ${round}`, 'internal', `${i}`, `session ${i}`)
      }
    })
    const [lead] = evidence.leads
    expect(lead?.holder).toMatchObject({ name: 'sessions', className: 'Map', edge: 'context' })
    expect(lead?.grownClass).toBe('Session')
    expect(lead?.grownCount).toBe(200)
    expect(lead?.steps[lead.faultyStep]?.status).toBe('stuck')
    expect(lead?.steps[lead.faultyStep - 1]).toMatchObject({ name: 'sessions', status: 'expected' })
    expect(evidence.sameProcess).toBe(true)
  })

  it('are none where objects are only replaced', () => {
    const evidence = evidenceOf((moment, round) => {
      scopeWith(moment, 'recent', 'Array')
      for (let i = 0; i < 50; i++) moment.hold('recent', i, `entry ${round}.${i}`, ['Entry', 1000])
    })
    expect(evidence.leads).toEqual([])
  })

  it('count what whole strings weigh that only slices hold', () => {
    const evidence = evidenceOf((moment, round) => {
      scopeWith(moment, 'seen', 'Array')
      for (let i = 0; i < 20 * (round + 1); i++) {
        moment.object(`slice ${i}`, 'secret contents', 32, 'sliced string')
        moment.edge('seen', 'element', i, `slice ${i}`)
        moment.object(`page ${i}`, 'more secret contents', 50_000, 'string')
        moment.edge(`slice ${i}`, 'internal', 'parent', `page ${i}`)
      }
    })
    const [lead] = evidence.leads
    expect(lead?.holder.name).toBe('seen')
    expect(lead?.slicedParentBytes).toBe(40 * 50_000)
    expect(JSON.stringify(evidence)).not.toContain('secret')
  })

  it('fold a chain that grows at its tail and name what holds its head', () => {
    const evidence = evidenceOf((moment, round) => {
      scopeWith(moment, 'queue', 'Queue')
      let above = 'queue'
      for (let i = 0; i < 200 * (round + 1); i++) {
        moment.hold(above, above === 'queue' ? 'head' : 'next', `job ${i}`, ['Job', 2000])
        above = `job ${i}`
      }
    })
    const [lead] = evidence.leads
    expect(lead?.holder.name).toBe('queue')
    expect(lead?.longestFold).toBeGreaterThan(100)
    expect(lead?.steps.length).toBeLessThan(12)
    expect(lead?.foldedFunction).toBeNull()
  })

  it('name the variable through which scopes hold one another', () => {
    const evidence = evidenceOf((moment, round) => {
      scopeWith(moment, 'current', 'List')
      let above = 'current'
      for (let i = 100 * (round + 1); i > 0; i--) {
        moment.object(`describe ${i}`, 'describe', 64, 'closure')
        moment.object(`scope ${i}`, 'system / Context', 40)
        moment.object(`list ${i}`, 'List', 3000)
        moment.edge(above, 'property', 'describe', `describe ${i}`)
        moment.edge(`describe ${i}`, 'internal', 'context', `scope ${i}`)
        moment.edge(`scope ${i}`, 'context', 'previous', `list ${i}`)
        above = `list ${i}`
      }
    })
    const [lead] = evidence.leads
    expect(lead?.chainedScopes).toBe(true)
    expect(lead?.holder.name).toBe('previous')
  })

  it('list with a single snapshot what dominates most of the heap', () => {
    const evidence = evidenceOf((moment) => {
      scopeWith(moment, 'cache', 'Map')
      for (let i = 0; i < 100; i++) moment.hold('cache', i, `page ${i}`, ['Page', 10_000])
    }, 1)
    expect(evidence.leads[0]?.holder.name).toBe('cache')
    expect(evidence.leads[0]?.retainedBytes).toBeGreaterThan(1_000_000)
  })

  it('count classes over all snapshots', () => {
    const evidence = evidenceOf((moment, round) => {
      scopeWith(moment, 'orders', 'Array')
      for (let i = 0; i < 10 * (round + 1); i++)
        moment.hold('orders', i, `order ${i}`, ['Order', 100])
    })
    const row = evidence.grew.find((one) => one.className === 'Order')
    expect(row?.objects).toEqual([10, 20, 30])
    expect(row?.shallowBytes).toEqual([1000, 2000, 3000])
  })

  it('begin anew where the process has forgotten the numbers of its objects', () => {
    const draw = (moment: Moment, count: number): void => {
      scopeWith(moment, 'orders', 'Array')
      for (let i = 0; i < count; i++) moment.hold('orders', i, `order ${i}`, ['Order', 100])
    }
    const meta = { atMs: 1000, work: 1, alone: false, fromFile: false }
    const first = new Moment(new Map())
    draw(first, 200)
    const one = nextEvidence(first.heap.graph(), EMPTY_HISTORY, meta)
    const renumbered = new Moment(
      new Map([
        ['other', 1],
        ...Array.from({ length: 500 }, (_, i): [string, number] => [`gone ${i}`, 3 + 2 * i]),
      ]),
    )
    draw(renumbered, 400)
    const two = nextEvidence(renumbered.heap.graph(), one.history, { ...meta, atMs: 2000 })
    expect(two.evidence.atMs).toEqual([2000])
    expect(two.evidence.leads).toEqual([])
  })
})
