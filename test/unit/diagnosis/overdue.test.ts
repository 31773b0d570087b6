import { describe, expect, it } from 'vitest'
import { EMPTY_HISTORY, NO_CONTENTS, diagnose, nextEvidence } from '../../../src/diagnosis/index.ts'
import type { IsolateDiagnosis, Lead, SnapshotEvidence } from '../../../src/diagnosis/index.ts'
import { evidence, lead, plainLookup, snapshots, trendOf } from '../../support/lead-builder.ts'
import { Moment } from '../../support/moment.ts'
import { drawRegistry } from '../../support/watched-heap.ts'

const FLAT = trendOf({ shape: 'flat', stillGrowing: false, eValue: 0, says: 'does not grow' })
const GONE = { why: 'session closed', isOverdue: true }

function snapshotsOf(draw: (moment: Moment, round: number) => void, rounds = 1): SnapshotEvidence {
  const ids = new Map<string, number>()
  let history = EMPTY_HISTORY
  let last: SnapshotEvidence | null = null
  for (let round = 0; round < rounds; round++) {
    const moment = new Moment(ids)
    draw(moment, round)
    const meta = { atMs: 5000 * (round + 1), work: round, alone: rounds === 1, fromFile: false }
    const next = nextEvidence(moment.heap.graph(), history, meta)
    history = next.history
    last = next.evidence
  }
  if (last === null) throw new Error('no rounds')
  return last
}

/** A Map in a variable with that many sessions, whose end was declared. */
function drawSessions(moment: Moment, count: number, isOverdue = true): void {
  const watch = drawRegistry(moment)
  moment.hold('', 'start', 'app', 'App')
  moment.hold('app', 'sessions', 'sessions', 'Map')
  moment.object('table', '', 4096, 'array')
  moment.edge('sessions', 'internal', 'table', 'table')
  for (let i = 0; i < count; i++) {
    moment.object(`session ${i}`, 'Session', 500)
    moment.edge('table', 'internal', `${i}`, `session ${i}`)
    watch(`session ${i}`, { why: 'session closed', isOverdue })
  }
}

function diagnosisOf(snapshots: SnapshotEvidence, floor = FLAT): IsolateDiagnosis {
  return diagnose(evidence({ floor, snapshots }), plainLookup)
}

describe('objects that the program declared over', () => {
  it('are a finding with what holds them and the words of the program', () => {
    const { verdict, findings } = diagnosisOf(snapshotsOf((moment) => drawSessions(moment, 5)))
    expect(verdict).toBe('suspect')
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({
      title:
        '5 Session objects are declared over ("session closed") and still held by Map App.sessions',
      cause: 'collection',
      status: 'suspect',
      holder: { name: 'sessions', className: 'Map' },
      grows: { objects: 5, retainedBytes: 2500 },
      whatIf: { freedObjects: 5, freedBytes: 2500 },
    })
    expect(findings[0]?.evidence[0]).toMatchObject({ kind: 'end-of-life', supports: true })
    expect(findings[0]?.path.at(-1)).toMatchObject({ to: 'Session', status: 'stuck' })
  })

  it('accuse nobody while they are not overdue', () => {
    const { verdict, findings } = diagnosisOf(
      snapshotsOf((moment) => drawSessions(moment, 5, false)),
    )
    expect(verdict).toBe('stable')
    expect(findings).toEqual([])
  })

  it('accuse nobody when nothing but weak references leads to them', () => {
    const snapshots = snapshotsOf((moment) => {
      const watch = drawRegistry(moment)
      moment.object('session', 'Session', 500)
      watch('session', GONE)
    })
    expect(snapshots.overdue).toEqual([])
    expect(diagnosisOf(snapshots).verdict).toBe('stable')
  })

  it('name the variable or property itself where a single one is held by it', () => {
    const [finding] = diagnosisOf(
      snapshotsOf((moment) => {
        const watch = drawRegistry(moment)
        moment.hold('', 'start', 'room', 'Room')
        moment.hold('room', 'current', 'session', 'Session')
        watch('session', { why: 'session |42 closed', isOverdue: true })
      }),
    ).findings
    expect(finding?.title).toBe(
      'Session is declared over ("session 42 closed") and still held by property current of Room',
    )
    expect(finding?.holder).toMatchObject({ name: 'current', className: 'Session' })
    expect(finding?.advice.text).toContain('Clear property current of Room')
  })

  it('name the registration of a listener, not the scope that serves it', () => {
    const [finding] = diagnosisOf(
      snapshotsOf((moment) => {
        const watch = drawRegistry(moment)
        moment.hold('', 'start', 'app', 'App')
        moment.hold('app', 'bus', 'bus', 'EventEmitter')
        moment.hold('bus', '_events', 'events', 'Object')
        moment.object('listener', 'onMessage', 64, 'closure')
        moment.edge('events', 'property', 'message', 'listener')
        moment.object('scope', 'system / Context', 48)
        moment.edge('listener', 'internal', 'context', 'scope')
        moment.object('session', 'Session', 500)
        moment.edge('scope', 'context', 'session', 'session')
        watch('session', GONE)
      }),
    ).findings
    expect(finding).toMatchObject({ cause: 'event-listener', holder: { name: 'bus' } })
    expect(finding?.path[finding.faultyStep ?? 0]).toMatchObject({ name: 'message' })
  })

  it('are told by the holders that several of them share', () => {
    const [finding] = diagnosisOf(
      snapshotsOf((moment) => {
        const watch = drawRegistry(moment)
        moment.hold('', 'start', 'rooms', 'Array')
        for (let room = 0; room < 2; room++) {
          moment.hold('rooms', room, `room ${room}`, 'Room')
          moment.hold(`room ${room}`, 'members', `members ${room}`, 'Array')
          for (let i = 0; i < 3; i++) {
            moment.hold(`members ${room}`, i, `member ${room}.${i}`, 'Member')
            moment.hold(`member ${room}.${i}`, 'session', `session ${room}.${i}`, 'Session')
            watch(`session ${room}.${i}`, GONE)
          }
        }
      }),
    ).findings
    expect(finding?.holder.name).toBe('members')
    expect(finding?.path[finding.faultyStep ?? 0]).toMatchObject({ to: 'Member' })
    expect(finding?.grows.objects).toBe(6)
  })

  it('are one finding where only the names of the fields differ, told by the object that has them', () => {
    const { findings } = diagnosisOf(
      snapshotsOf((moment) => {
        const watch = drawRegistry(moment)
        moment.hold('', 'start', 'app', 'App')
        moment.hold('app', 'byId', 'byId', 'Object')
        for (let i = 0; i < 6; i++) {
          moment.hold('byId', `user${i}`, `entry ${i}`, ['Entry', 20])
          moment.hold(`entry ${i}`, 'session', `session ${i}`, ['Session', 500])
          watch(`session ${i}`, GONE)
        }
      }),
    )
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({ holder: { name: 'byId' }, grows: { objects: 6 } })
    expect(findings[0]?.path[findings[0].faultyStep ?? 0]?.to).toBe('Entry')
  })

  it('blame the field of owners that live on by themselves, not the list of the owners', () => {
    const [finding] = diagnosisOf(
      snapshotsOf((moment) => {
        const watch = drawRegistry(moment)
        moment.hold('', 'start', 'rooms', 'Array')
        for (let room = 0; room < 4; room++) {
          moment.hold('rooms', room, `room ${room}`, 'Room')
          moment.hold(`room ${room}`, 'history', `history ${room}`, ['Log', 50_000])
          moment.hold(`room ${room}`, 'current', `session ${room}`, ['Session', 500])
          watch(`session ${room}`, GONE)
        }
      }),
    ).findings
    expect(finding?.title).toContain('4 Session objects are declared over')
    expect(finding?.title).toContain('property current of Room')
  })

  it('are told by the variable of a chain whose links have one each', () => {
    const [finding] = diagnosisOf(
      snapshotsOf((moment) => {
        const watch = drawRegistry(moment)
        moment.hold('', 'start', 'app', 'App')
        let above = 'app'
        for (let i = 0; i < 6; i++) {
          moment.hold(above, i === 0 ? 'newest' : 'next', `link ${i}`, 'Link')
          moment.hold(`link ${i}`, 'value', `session ${i}`, ['Session', 500])
          if (i > 0) watch(`session ${i}`, GONE)
          above = `link ${i}`
        }
      }),
    ).findings
    expect(finding?.title).toContain('5 Session objects are declared over')
    expect(finding?.title).toContain('property newest of App')
    expect(finding?.whatIf?.freedObjects).toBe(12)
  })

  it('name the entry of a collection that a function is, not the scope that it has', () => {
    const [finding] = diagnosisOf(
      snapshotsOf((moment) => {
        const watch = drawRegistry(moment)
        moment.hold('', 'start', 'app', 'App')
        moment.hold('app', 'callbacks', 'callbacks', 'Array')
        moment.object('callback', 'onEnd', 64, 'closure')
        moment.edge('callbacks', 'element', 0, 'callback')
        moment.object('scope', 'system / Context', 48)
        moment.edge('callback', 'internal', 'context', 'scope')
        moment.object('session', 'Session', 500)
        moment.edge('scope', 'context', 'session', 'session')
        watch('session', GONE)
      }),
    ).findings
    expect(finding).toMatchObject({ cause: 'collection', holder: { name: 'callbacks' } })
    expect(finding?.title).toContain('still held by Array App.callbacks')
  })

  it('have no class in the title where they have several', () => {
    const [finding] = diagnosisOf(
      snapshotsOf((moment) => {
        const watch = drawRegistry(moment)
        moment.hold('', 'start', 'app', 'App')
        moment.hold('app', 'closed', 'closed', 'Array')
        for (const [index, what] of ['Session', 'Socket'].entries()) {
          moment.object(`callback ${what}`, 'onEnd', 64, 'closure')
          moment.edge('closed', 'element', index, `callback ${what}`)
          moment.object(`scope ${what}`, 'system / Context', 48)
          moment.edge(`callback ${what}`, 'internal', 'context', `scope ${what}`)
          moment.object(what, what, 500)
          moment.edge(`scope ${what}`, 'context', 'ended', what)
          watch(what, { why: `${what} closed`, isOverdue: true })
        }
      }),
    ).findings
    expect(finding?.title).toContain(
      '2 objects are declared over ("Session closed", "Socket closed")',
    )
  })

  it('are confirmed where they become more in every round beside a floor that grows', () => {
    const snapshots = snapshotsOf((moment, round) => drawSessions(moment, 4 + 4 * round), 4)
    const { verdict, findings } = diagnosisOf(snapshots, trendOf())
    expect(verdict).toBe('leaking')
    expect(findings[0]).toMatchObject({ status: 'confirmed', holder: { name: 'sessions' } })
  })

  it('stay a suspicion where they become no more', () => {
    const snapshots = snapshotsOf((moment) => drawSessions(moment, 4), 4)
    expect(diagnosisOf(snapshots).verdict).toBe('suspect')
  })

  it('are not blamed for a floor that grows by something else', () => {
    const first = snapshotsOf((moment) => drawSessions(moment, 4))
    expect(diagnosisOf(first, trendOf()).findings[0]?.status).toBe('suspect')
    const later = snapshotsOf((moment) => drawSessions(moment, 4), 3)
    expect(diagnosisOf(later, trendOf()).findings[0]?.status).toBe('suspect')
  })

  it('are a suspicion and no more in a table that has an end', () => {
    const room = { slots: 100_000, filled: 3000 }
    const filling = lead({ contents: { ...NO_CONTENTS, room } })
    const overdue = { lead: lead(), className: 'Session', whys: [], reference: null }
    const said = (leads: Lead[]) =>
      diagnose(evidence({ snapshots: snapshots({ leads, overdue: [overdue] }) }), plainLookup)
    expect(said([lead()]).findings[0]).toMatchObject({ status: 'confirmed' })
    expect(said([filling])).toMatchObject({ verdict: 'suspect', findings: [{ status: 'suspect' }] })
  })

  it('show their words on one line of bounded length', () => {
    const why = `closed\u001b[31m\n${'x'.repeat(500)}`
    const [finding] = diagnosisOf(
      snapshotsOf((moment) => {
        const watch = drawRegistry(moment)
        moment.hold('', 'start', 'room', 'Room')
        moment.hold('room', 'current', 'session', 'Session')
        watch('session', { why, isOverdue: true })
      }),
    ).findings
    expect(finding?.title).toMatch(/\("closed \[31m x+…"\)/)
    expect(finding?.title.length).toBeLessThan(200)
  })

  it('leave the registry that watches them out of what grows', () => {
    const snapshots = snapshotsOf((moment, round) => {
      const watch = drawRegistry(moment)
      moment.hold('', 'start', 'app', 'App')
      for (let i = 0; i < 100 * (round + 1); i++) {
        moment.hold('app', `field${i}`, `session ${i}`, ['Session', 16])
        watch(`session ${i}`, { why: `closed ${i}`, isOverdue: false })
      }
    }, 3)
    expect(snapshots.leads.map((one) => one.holder.className)).not.toContain('FinalizationRegistry')
  })
})
