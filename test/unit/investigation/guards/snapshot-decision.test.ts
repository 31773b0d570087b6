import { describe, expect, it } from 'vitest'
import { careRules } from '../../../../src/investigation/guards/care.ts'
import type { Care } from '../../../../src/investigation/guards/care.ts'
import { obstacleSays } from '../../../../src/investigation/guards/decision-words.ts'
import { SnapshotCosts } from '../../../../src/investigation/guards/snapshot-cost.ts'
import {
  decideSnapshot,
  maySample,
} from '../../../../src/investigation/guards/snapshot-decision.ts'
import type {
  SnapshotDecision,
  SnapshotFacts,
  SnapshotLimits,
} from '../../../../src/investigation/guards/snapshot-decision.ts'

const MUCH = { bytes: 1e12, of: 'machine', limitBytes: 2e12 } as const

function limits(care: Care, over: Partial<SnapshotLimits> = {}): SnapshotLimits {
  const rules = careRules(care)
  const { snapshotShare: share, mostSnapshotsAnHour: mostAnHour } = rules
  return { rules, maxPauseMs: 30_000, mostAnHour, share, ...over }
}

function facts(heapBytes: number, over: Partial<SnapshotFacts> = {}): SnapshotFacts {
  const costs = new SnapshotCosts()
  const size = { heapBytes, rssBytes: 1.3 * heapBytes }
  return {
    offBy: null,
    inProcess: costs.predict('in-process', { ...size, keepIds: true }),
    fork: costs.predict('fork', { ...size, keepIds: false }),
    numberedFork: costs.predict('fork', { ...size, keepIds: true }),
    numberingMs: costs.numberingMs(heapBytes),
    numberedMemoryBytes: costs.numberedMemoryBytes(heapBytes),
    heapRoomBytes: 0,
    noFork: null,
    withoutIds: false,
    memory: MUCH,
    ownMemory: MUCH,
    disk: { bytes: 1e12, isMemory: false },
    uptimeMs: 3_600_000,
    elapsedMs: 60_000,
    takenThisHour: 0,
    spentMs: 0,
    otherUnderWay: false,
    loopDelayMs: 2,
    waitedMs: 0,
    ...over,
  }
}

const development = (heapBytes: number, over: Partial<SnapshotFacts> = {}): SnapshotDecision =>
  decideSnapshot(facts(heapBytes, over), limits('development'))
const production = (heapBytes: number, over: Partial<SnapshotFacts> = {}): SnapshotDecision =>
  decideSnapshot(facts(heapBytes, over), limits('production'))
const NO_FORK = { noFork: 'there is no native part for this platform' }

describe('memory that stays with a process in a container', () => {
  const memory = { bytes: 400e6, of: 'container', limitBytes: 512e6 } as const
  const binding = { memory, heapRoomBytes: 4e9 }

  it('is not taken from a program that will need it: neither written in the process nor numbered', () => {
    expect(development(10e6, { ...NO_FORK, ...binding })).toMatchObject({ obstacle: 'stays' })
    expect(development(20e6, binding)).toMatchObject({ kind: 'go', way: 'fork', keepIds: false })
  })

  it('is nobody’s where V8’s own limit comes first', () => {
    const spare = { memory, heapRoomBytes: 100e6 }
    expect(development(10e6, { ...NO_FORK, ...spare })).toMatchObject({ way: 'in-process' })
    expect(development(20e6, spare)).toMatchObject({ way: 'fork', keepIds: true })
  })

  it('is little enough where there is much room', () => {
    const large = { memory: { ...memory, bytes: 8e9, limitBytes: 9e9 }, heapRoomBytes: 9e9 }
    expect(development(10e6, { ...NO_FORK, ...large })).toMatchObject({ way: 'in-process' })
    expect(production(50e6, { ...NO_FORK, ...large })).not.toMatchObject({ kind: 'go' })
  })

  it('is told in words that say whose limit it is', () => {
    const known = facts(10e6, { ...NO_FORK, ...binding })
    const decision = decideSnapshot(known, limits('development'))
    expect(obstacleSays(decision, known, limits('development'))).toContain(
      'reach that limit earlier',
    )
  })
})

describe('the way to a snapshot', () => {
  it('is the process itself where the heap is small, and a fork with numbered objects where it is not', () => {
    expect(development(4e6)).toMatchObject({ kind: 'go', way: 'in-process', keepIds: true })
    expect(development(80e6)).toMatchObject({ kind: 'go', way: 'fork', keepIds: true })
  })

  it('is in production a fork in any case, and one without a walk over a large heap', () => {
    expect(production(4e6)).toMatchObject({ kind: 'go', way: 'fork', keepIds: true })
    expect(production(80e6)).toMatchObject({ kind: 'go', way: 'fork', keepIds: false })
  })

  it('numbers no objects once numbers are lost', () => {
    expect(development(80e6, { withoutIds: true })).toMatchObject({ way: 'fork', keepIds: false })
  })

  it('is the process itself where it cannot be forked, as long as the pause is bearable', () => {
    expect(development(80e6, NO_FORK)).toMatchObject({ kind: 'go', way: 'in-process' })
    expect(development(2e9, NO_FORK)).toMatchObject({ kind: 'smaller', obstacle: 'pause' })
  })

  it('goes back to the process itself only where that would have fitted, too', () => {
    expect(development(80e6)).toMatchObject({ way: 'fork', mayFallBack: true })
    expect(development(2e9)).toMatchObject({ way: 'fork', mayFallBack: false })
  })
})

describe('a snapshot that does not fit', () => {
  const container = (bytes: number) => ({ bytes, of: 'container', limitBytes: 512e6 }) as const

  it('is left out where the container has no room for it, and sampling goes on', () => {
    const tight = { memory: container(200e6) }
    expect(development(80e6, tight)).toMatchObject({ kind: 'smaller', obstacle: 'memory' })
    expect(maySample(facts(80e6, tight))).toBe(true)
  })

  it('is taken by a fork where it would be too risky in the process, which the kernel would end first', () => {
    const { inProcess } = facts(30e6)
    const room = container((inProcess.memoryBytes + inProcess.worstMemoryBytes) / 2)
    expect(development(30e6, { ...NO_FORK, memory: room })).toMatchObject({ obstacle: 'memory' })
    expect(development(30e6, { memory: room })).toMatchObject({ kind: 'go', way: 'fork' })
  })

  it('counts the file as memory where its directory is in memory', () => {
    const { numberedFork } = facts(80e6)
    const memory = container(numberedFork.memoryBytes + 0.5 * numberedFork.fileBytes + 26e6)
    const inMemory = { memory, disk: { bytes: 1e12, isMemory: true } }
    expect(development(80e6, { memory })).toMatchObject({ kind: 'go' })
    expect(development(80e6, inMemory)).toMatchObject({ obstacle: 'memory' })
  })

  it('is left out where the disk is full, or Tidemark could not read it', () => {
    const full = { disk: { bytes: 50e6, isMemory: false } }
    expect(development(80e6, full)).toMatchObject({ kind: 'smaller', obstacle: 'disk' })
    const own = { ownMemory: container(100e6) }
    expect(development(80e6, own)).toMatchObject({ kind: 'smaller', obstacle: 'own-memory' })
  })

  it('stops sampling as well where the last megabytes of a container are left', () => {
    const last = { memory: container(10e6) }
    expect(development(80e6, last)).toMatchObject({ kind: 'refuse', obstacle: 'memory' })
    expect(maySample(facts(80e6, last))).toBe(false)
  })

  it('is refused with everything else once Tidemark is switched off', () => {
    const off = { offBy: 'the file /run/tidemark/disable' }
    expect(development(4e6, off)).toMatchObject({ kind: 'refuse', obstacle: 'off' })
    expect(maySample(facts(4e6, off))).toBe(false)
  })
})

describe('a snapshot that does not fit yet', () => {
  it('waits until pauses have their share of the time again', () => {
    const spent = { ...NO_FORK, spentMs: 11_000, elapsedMs: 60_000 }
    expect(development(20e6, spent)).toMatchObject({ kind: 'wait', obstacle: 'share' })
    expect(development(20e6, { ...spent, elapsedMs: 600_000 })).toMatchObject({ kind: 'go' })
  })

  it('waits for another one, unless both are small', () => {
    const other = { otherUnderWay: true }
    expect(production(4e6, other)).toMatchObject({ kind: 'wait', obstacle: 'other' })
    expect(development(900e6, other)).toMatchObject({ kind: 'wait', obstacle: 'other' })
    expect(development(4e6, other)).toMatchObject({ kind: 'go' })
  })

  it('waits where so many were taken within the hour', () => {
    const { mostSnapshotsAnHour } = careRules('production')
    const many = { takenThisHour: mostSnapshotsAnHour }
    expect(production(80e6, many)).toMatchObject({ kind: 'wait', obstacle: 'hour' })
    expect(development(80e6, many)).toMatchObject({ kind: 'go' })
  })

  it('waits in production until the process has started up', () => {
    expect(production(80e6, { uptimeMs: 5000 })).toMatchObject({ kind: 'wait', obstacle: 'start' })
    expect(development(80e6, { uptimeMs: 5000 })).toMatchObject({ kind: 'go' })
  })

  it('waits in production for a quiet moment, but for a short fork not for ever', () => {
    const busy = { loopDelayMs: 300 }
    expect(production(80e6, busy)).toMatchObject({ kind: 'wait', obstacle: 'busy' })
    expect(production(80e6, { ...busy, waitedMs: 100_000 })).toMatchObject({ kind: 'go' })
    const long = { ...busy, ...NO_FORK, waitedMs: 100_000 }
    expect(production(20e6, long)).toMatchObject({ kind: 'wait', obstacle: 'busy' })
    expect(development(80e6, busy)).toMatchObject({ kind: 'go' })
  })
})

describe('what is said of it', () => {
  const says = (heapBytes: number, over: Partial<SnapshotFacts>): string | null => {
    const known = facts(heapBytes, over)
    const allowed = limits('production')
    return obstacleSays(decideSnapshot(known, allowed), known, allowed)
  }

  it('is nothing where it is taken', () => {
    expect(says(80e6, {})).toBeNull()
  })

  it('names what is in the way, its figures, and what would make it possible', () => {
    expect(says(2e9, NO_FORK)).toMatch(
      /stop the program for about 121 s.*no native part.*--max-pause 242s/,
    )
    const memory = { bytes: 200e6, of: 'container', limitBytes: 512e6 } as const
    expect(says(80e6, { memory })).toMatch(
      /the container has 200 MB left of 512 MB; .* higher it fits/,
    )
    expect(says(80e6, { disk: { bytes: 50e6, isMemory: false } })).toMatch(/50 MB left; TMPDIR/)
    expect(says(80e6, { takenThisHour: 6 })).toMatch(/6 of this process .*--snapshots-per-hour/)
    expect(says(80e6, { loopDelayMs: 300 })).toMatch(/quiet moment: the event loop is 300 ms late/)
    expect(says(80e6, { offBy: 'the file x' })).toMatch(/switched off by the file x/)
  })
})
