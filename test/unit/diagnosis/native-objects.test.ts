import { expect, test } from 'vitest'
import { EMPTY_HISTORY, nextEvidence } from '../../../src/diagnosis/index.ts'
import type { SnapshotEvidence, SnapshotHistory } from '../../../src/diagnosis/index.ts'
import { Moment } from '../../support/moment.ts'

/** The evidence after `rounds` snapshots of one process, each drawn with its number. */
function evidenceOf(draw: (moment: Moment, round: number) => void, rounds = 2): SnapshotEvidence {
  const ids = new Map<string, number>()
  let history: SnapshotHistory = EMPTY_HISTORY
  for (let round = 0; round < rounds; round++) {
    const moment = new Moment(ids)
    draw(moment, round)
    const meta = { atMs: 5000 * (round + 1), work: round, alone: false, fromFile: false }
    const next = nextEvidence(moment.heap.graph(), history, meta)
    history = next.history
    if (round === rounds - 1) return next.evidence
  }
  throw new Error('no rounds')
}

/** A port as Node draws it: its native side is a root of its own, with a list of messages below. */
function port(moment: Moment, messages: number): void {
  moment.hold('', 'start', 'app', 'App')
  moment.object('port', 'MessagePort', 32)
  moment.edge('app', 'property', 'inbox', 'port')
  moment.object('native port', 'Node / MessagePort', 200, 'native')
  moment.edge('port', 'internal', 'javascript_to_native', 'native port')
  moment.object('list', 'Node / incoming_messages', 16, 'native')
  moment.edge('native port', 'internal', 'incoming_messages', 'list')
  for (let i = 0; i < messages; i++) {
    moment.object(`message ${i}`, 'Node / Message', 136, 'native')
    moment.edge('list', 'element', i, `message ${i}`)
  }
}

test('messages are counted by the port that they wait in, and the port is named', () => {
  const [queue] = evidenceOf((moment) => port(moment, 300), 1).queues
  expect(queue?.messages).toBe(300)
  expect(queue?.holder).toMatchObject({ name: 'inbox', className: 'MessagePort' })
})

test('a port with a few messages is none to speak of', () => {
  expect(evidenceOf((moment) => port(moment, 5), 1).queues).toEqual([])
})

function contexts(moment: Moment, from: number, to: number): void {
  moment.hold('', 'start', 'app', 'App')
  moment.object('contexts', 'Map', 32)
  moment.edge('app', 'property', 'contexts', 'contexts')
  for (let i = from; i < to; i++) {
    moment.object(`context ${i}`, 'SecureContext', 64)
    moment.edge('contexts', 'element', i, `context ${i}`)
    moment.object(`native ${i}`, 'Node / SecureContext', 16, 'native')
    moment.edge(`context ${i}`, 'internal', 'javascript_to_native', `native ${i}`)
  }
}

test('objects that own native memory and are kept are counted, with what holds them', () => {
  const [owners] = evidenceOf((moment, round) => contexts(moment, 0, 100 * (round + 1))).owners
  expect(owners).toMatchObject({ name: 'SecureContext', objects: 200, born: 100 })
  expect(owners?.holder).toMatchObject({ name: 'contexts', className: 'Map' })
})

test('objects that own native memory and do not become more are not told', () => {
  const evidence = evidenceOf((moment) => contexts(moment, 0, 200))
  expect(evidence.owners).toEqual([])
})

test('a single snapshot says nothing of what was made', () => {
  expect(evidenceOf((moment) => contexts(moment, 0, 200), 1).owners).toEqual([])
})
