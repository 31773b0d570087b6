import { describe, expect, it } from 'vitest'
import { causeOf } from '../../../src/diagnosis/causes/index.ts'
import { EMPTY_HISTORY, NO_LIVE_FACTS, nextEvidence } from '../../../src/diagnosis/index.ts'
import type {
  Lead,
  LiveFacts,
  NativeRow,
  SnapshotEvidence,
  SnapshotHistory,
} from '../../../src/diagnosis/index.ts'
import { lead } from '../../support/lead-builder.ts'
import { Moment } from '../../support/moment.ts'

const ROUNDS = 4
const PER_ROUND = 30

function evidenceOf(draw: (moment: Moment, count: number) => void): SnapshotEvidence {
  const ids = new Map<string, number>()
  let history: SnapshotHistory = EMPTY_HISTORY
  let evidence: SnapshotEvidence | null = null
  for (let round = 0; round < ROUNDS; round++) {
    const moment = new Moment(ids)
    moment.object('roots', '(GC roots)', 0, 'synthetic')
    moment.edge('', 'element', 1, 'roots')
    moment.object('handles', '(Global handles)', 0, 'synthetic')
    moment.edge('roots', 'element', 1, 'handles')
    draw(moment, PER_ROUND * (round + 1))
    const meta = { atMs: 5000 * (round + 1), work: round, alone: false, fromFile: false }
    const next = nextEvidence(moment.heap.graph(), history, meta)
    history = next.history
    evidence = next.evidence
  }
  if (evidence === null) throw new Error('no rounds')
  return evidence
}

/** An object of Node's with its native half, held by the engine while it is open, and the owner that people know. */
function openOne(
  moment: Moment,
  i: number,
  what: { wrap: string; kind: string; owner: string },
): string {
  const wrap = `${what.wrap} ${i}`
  moment.object(wrap, what.wrap, 32)
  moment.edge('handles', 'internal', `${i}`, wrap)
  moment.object(`native ${wrap}`, `Node / ${what.kind}`, 100, 'native')
  moment.edge(wrap, 'internal', 'javascript_to_native', `native ${wrap}`)
  moment.hold(wrap, '<symbol owner_symbol>', `owner ${i}`, [what.owner, 200])
  moment.hold(`owner ${i}`, '_handle', wrap, what.wrap)
  moment.hold(`owner ${i}`, 'rows', `rows ${i}`, ['Rows', 5000])
  return `owner ${i}`
}

const TCP = { wrap: 'TCP', kind: 'TCPSocketWrap', owner: 'Socket' }
const WATCHER = { wrap: 'FSEvent', kind: 'FSEventWrap', owner: 'FSWatcher' }

function sessions(moment: Moment): void {
  moment.hold('', 'app', 'app', 'App')
  moment.hold('app', 'sessions', 'sessions', 'Map')
  moment.object('table', '', 4096, 'array')
  moment.edge('sessions', 'internal', 'table', 'table')
}

describe('what stays open', () => {
  it('is named by its owner where only Node holds it', () => {
    const [found] = evidenceOf((moment, count) => {
      for (let i = 0; i < count; i++) openOne(moment, i, WATCHER)
    }).leads
    expect(found).toMatchObject({ grownClass: 'FSWatcher', grownCount: 90 })
    expect(found?.natives[0]).toMatchObject({ kind: 'FSEventWrap', perRound: [30, 30, 30] })
    expect(found?.holder.name).toBe('FSWatcher')
  })

  it('is held by the collection of the program that has its owners', () => {
    const [found] = evidenceOf((moment, count) => {
      sessions(moment)
      for (let i = 0; i < count; i++) {
        const owner = openOne(moment, i, TCP)
        moment.object(`entry ${i}`, 'Session', 40)
        moment.edge('table', 'internal', `${i}`, `entry ${i}`)
        moment.hold(`entry ${i}`, 'socket', owner, 'Socket')
      }
    }).leads
    expect(found?.holder.name).toBe('sessions')
    expect(found?.natives[0]).toMatchObject({ kind: 'TCPSocketWrap', owner: 'Socket' })
  })

  it('does not count one connection that all entries share', () => {
    const [found] = evidenceOf((moment, count) => {
      sessions(moment)
      const socket = openOne(moment, 0, TCP)
      for (let i = 0; i < count; i++) {
        moment.object(`entry ${i}`, 'Session', 4000)
        moment.edge('table', 'internal', `${i}`, `entry ${i}`)
        moment.hold(`entry ${i}`, 'socket', socket, 'Socket')
      }
    }).leads
    expect(found?.holder.name).toBe('sessions')
    expect(found?.natives).toEqual([])
  })

  it('does not count sockets that were closed, whose native half is gone', () => {
    const [found] = evidenceOf((moment, count) => {
      sessions(moment)
      for (let i = 0; i < count; i++) {
        moment.object(`socket ${i}`, 'Socket', 4000)
        moment.edge('table', 'internal', `${i}`, `socket ${i}`)
      }
    }).leads
    expect(found?.natives).toEqual([])
    expect(found === undefined ? '' : causeOf(found, NO_LIVE_FACTS).rule.cause).toBe('collection')
  })

  it('names threads and processes before the ports and pipes that come with them', () => {
    const [found] = evidenceOf((moment, count) => {
      for (let i = 0; i < count; i++) {
        openOne(moment, i, { wrap: 'Process', kind: 'ProcessWrap', owner: 'ChildProcess' })
        for (let pipe = 0; pipe < 3; pipe++)
          openOne(moment, 1000 * (pipe + 1) + i, {
            wrap: 'Pipe',
            kind: 'PipeWrap',
            owner: 'Socket',
          })
      }
    }).leads
    expect(found?.natives.map((row) => row.kind)).toEqual(['ProcessWrap', 'PipeWrap'])
    expect(found?.grownClass).toBe('ChildProcess')
  })
})

function native(overrides: Partial<NativeRow> = {}): NativeRow {
  return {
    kind: 'TCPSocketWrap',
    owner: 'Socket',
    objects: 300,
    perRound: [100, 100, 100],
    near: [],
    ownerIds: [7, 9],
    ...overrides,
  }
}

function opened(row: Partial<NativeRow>, overrides: Partial<Lead> = {}): Lead {
  return lead({ natives: [native(row)], ...overrides })
}

const BUFFERS = {
  className: 'system / JSArrayBufferData',
  nodeType: 'native',
  position: null,
  objects: 10,
  bytes: 1e7,
}

describe('the cause of what stays open', () => {
  it('is connection for sockets, also when most of the bytes are their buffers', () => {
    expect(causeOf(opened({}), NO_LIVE_FACTS).rule.cause).toBe('connection')
    const full = opened({}, { composition: [BUFFERS], backingStoreBytes: 1e7 })
    expect(causeOf(full, NO_LIVE_FACTS).rule.cause).toBe('connection')
  })

  it('is handle for what is neither connection nor thread, and worker for threads', () => {
    for (const kind of ['FSEventWrap', 'ProcessWrap', 'TCPServerWrap', 'UDPWrap', 'MessagePort'])
      expect(causeOf(opened({ kind }), NO_LIVE_FACTS).rule.cause).toBe('handle')
    expect(causeOf(opened({ kind: 'Worker' }), NO_LIVE_FACTS).rule.cause).toBe('worker')
  })

  it('is not handle for files that the live process says are closed', () => {
    const files = opened({ kind: 'FileHandle', owner: 'FileHandle' })
    const facts = (number: number): LiveFacts => ({
      ...NO_LIVE_FACTS,
      fields: { 7: { '[kFd]': number }, 9: { '[kFd]': number } },
    })
    expect(causeOf(files, facts(23)).rule.cause).toBe('handle')
    expect(causeOf(files, facts(-1)).rule.cause).toBe('collection')
  })

  it('stays timer for timers whose callbacks see a socket each', () => {
    const timers = opened({}, { grownClass: 'Timeout' })
    expect(causeOf(timers, NO_LIVE_FACTS).rule.cause).toBe('timer')
  })

  it('says who uses a connection, and how many answers wait for a reader', () => {
    const clients = opened({ near: ['ClientRequest', 'ReadableState'] })
    const length = '_httpMessage.res._readableState.length'
    const facts = { ...NO_LIVE_FACTS, fields: { 7: { [length]: 65_536 }, 9: { [length]: 0 } } }
    const { rule } = causeOf(clients, facts)
    expect(rule.asks?.(clients)).toMatchObject({ objectIds: [7, 9] })
    expect(rule.details?.(clients, facts)).toEqual(
      expect.arrayContaining([
        { label: 'used by', value: 'HTTP client' },
        { label: 'answers not read', value: '1 of 2 looked at' },
      ]),
    )
    expect(rule.advice(clients)).toContain('resume()')
  })

  it('names the collection in the title, and none where Node alone holds them', () => {
    const kept = opened({})
    expect(causeOf(kept, NO_LIVE_FACTS).rule.title(kept)).toContain('Map sessions')
    const alone = opened({}, { holder: { ...lead().holder, nodeType: 'synthetic' } })
    expect(causeOf(alone, NO_LIVE_FACTS).rule.title(alone)).toBe(
      'TCP connections are opened, never closed',
    )
  })

  it('is handle for functions in a set beside an open watcher, and only for functions', () => {
    const beside: Partial<Lead> = { nativeBeside: 'FSEventWrap' }
    const told = lead({ ...beside, grownClass: 'closure onChange' })
    expect(causeOf(told, NO_LIVE_FACTS).rule.cause).toBe('handle')
    expect(causeOf(lead(beside), NO_LIVE_FACTS).rule.cause).toBe('collection')
    const served = lead({ nativeBeside: 'TCPServerWrap', grownClass: 'closure onClose' })
    expect(causeOf(served, NO_LIVE_FACTS).rule.cause).toBe('collection')
  })
})
