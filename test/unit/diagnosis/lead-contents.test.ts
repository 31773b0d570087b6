import { describe, expect, it } from 'vitest'
import { EMPTY_HISTORY, nextEvidence } from '../../../src/diagnosis/index.ts'
import type { Lead, SnapshotHistory } from '../../../src/diagnosis/index.ts'
import { Moment } from '../../support/moment.ts'

/** The first lead after three snapshots of one process. */
function leadAfter(draw: (moment: Moment, round: number) => void): Lead | undefined {
  const ids = new Map<string, number>()
  let history: SnapshotHistory = EMPTY_HISTORY
  let found: Lead | undefined
  for (let round = 0; round < 3; round++) {
    const moment = new Moment(ids)
    draw(moment, round)
    const meta = { atMs: 5000 * (round + 1), work: round, alone: false, fromFile: false }
    const next = nextEvidence(moment.heap.graph(), history, meta)
    history = next.history
    found = next.evidence.leads[0]
  }
  return found
}

/** An object of a class in the variable of a scope of the program. */
function variable(moment: Moment, name: string, className: string): void {
  moment.hold('', 'start', 'app', 'App')
  moment.object('run', 'run', 64, 'closure')
  moment.edge('app', 'property', 'run', 'run')
  moment.object('scope', 'system / Context', 48)
  moment.edge('run', 'internal', 'context', 'scope')
  moment.object(name, className, 32)
  moment.edge('scope', 'context', name, name)
}

/** Calls `add` for the entries of a round: a hundred more each time. */
function entries(round: number, add: (entry: string) => void): void {
  for (let i = 0; i < 100 * (round + 1); i++) add(`entry ${i}`)
}

describe('a closer look at what grew', () => {
  it('finds the stream in whose buffer the entries lie, and calls the holder by its variable', () => {
    const found = leadAfter((moment, round) => {
      variable(moment, 'log', 'Uplink')
      moment.object('state', 'WritableState', 200)
      moment.edge('log', 'property', '_writableState', 'state')
      moment.object('buffer', 'Array', 32)
      moment.edge('state', 'property', '<symbol kBufferedValue>', 'buffer')
      entries(round, (entry) =>
        moment.hold('buffer', Number(entry.slice(6)), entry, ['Entry', 500]),
      )
    })
    expect(found?.contents.stream).toMatchObject({ className: 'Uplink', side: 'writable' })
    expect(found?.holder).toMatchObject({ name: 'log', namedClass: 'Uplink', className: 'Array' })
  })

  it('finds no stream where the entries lie in a table beside its buffer', () => {
    const found = leadAfter((moment, round) => {
      variable(moment, 'log', 'Uplink')
      moment.object('state', 'WritableState', 200)
      moment.edge('log', 'property', '_writableState', 'state')
      moment.object('rows', 'Array', 32)
      moment.edge('log', 'property', 'rows', 'rows')
      entries(round, (entry) => moment.hold('rows', Number(entry.slice(6)), entry, ['Entry', 500]))
    })
    expect(found?.contents.stream).toBeNull()
    expect(found?.holder.name).toBe('rows')
  })

  it('counts stores that only an asynchronous context holds, and none that a table holds as well', () => {
    const draw = (shared: boolean) => (moment: Moment, round: number) => {
      variable(moment, 'jobs', 'Array')
      moment.object('requests', 'Map', 32)
      moment.edge('app', 'property', 'requests', 'requests')
      entries(round, (entry) => {
        moment.hold('jobs', Number(entry.slice(6)), entry, ['Job', 50])
        moment.object(`store ${entry}`, 'Store', 1000)
        moment.edge(entry, 'property', '<symbol kResourceStore>', `store ${entry}`)
        if (shared) moment.edge('requests', 'property', entry, `store ${entry}`)
      })
    }
    expect(leadAfter(draw(false))?.contents.asyncStoreBytes).toBe(200_000)
    expect(leadAfter(draw(true))?.contents.asyncStoreBytes).toBe(0)
  })

  it('counts contexts by the way that leads to them', () => {
    const found = leadAfter((moment, round) => {
      variable(moment, 'formulas', 'Array')
      entries(round, (entry) => {
        moment.hold('formulas', Number(entry.slice(6)), entry, ['Sandbox', 500])
        moment.object(`context ${entry}`, 'system / NativeContext', 2000)
        moment.edge(entry, 'property', 'global', `context ${entry}`)
      })
    })
    expect(found?.contents.contexts).toBe(200)
  })

  it('takes the variable for the holder where each value holds the one before', () => {
    const found = leadAfter((moment, round) => {
      variable(moment, 'status', 'Status')
      entries(round, (entry) => moment.object(entry, 'Failure', 500))
      const last = 100 * (round + 1) - 1
      moment.edge('status', 'property', 'lastFailure', `entry ${last}`)
      for (let i = last; i > 0; i--) {
        moment.edge(`entry ${i}`, 'property', 'cause', `entry ${i - 1}`)
      }
    })
    expect(found?.holder).toMatchObject({ name: 'lastFailure', className: 'Failure' })
    expect(found?.steps[found.faultyStep]?.name).toBe('cause')
  })

  /** A ring in a variable: slots that were made before the first snapshot, or anew for each one. */
  function ring(slots: number, storeOf: (round: number) => string): Lead | undefined {
    return leadAfter((moment, round) => {
      variable(moment, 'ring', 'Array')
      const store = moment.object(storeOf(round), '(object elements)', 16 + 8 * slots, 'array')
      moment.edge('ring', 'internal', 'elements', store)
      moment.object('undefined', 'system / Oddball', 0, 'hidden')
      entries(round, (entry) => moment.hold('ring', Number(entry.slice(6)), entry, ['Entry', 500]))
      for (let slot = 100 * (round + 1); slot < slots; slot++) {
        moment.edge('ring', 'element', slot, 'undefined')
      }
    })
  }

  it('sees that a table has room, and has had it since before the first snapshot', () => {
    expect(ring(1000, () => 'store')?.contents.room).toMatchObject({ slots: 1000, filled: 301 })
  })

  it('sees no such room in an array that grows by itself, in one that is full, or in a dictionary', () => {
    expect(ring(1000, (round) => `store ${round}`)?.contents.room).toBeNull()
    expect(ring(300, () => 'store')?.contents.room).toBeNull()
    expect(ring(4 + 3 * 512, () => 'store')?.contents.room).toBeNull()
  })
})
