import { describe, expect, it } from 'vitest'
import { causeOfDeath } from '../../../src/diagnosis/death/cause-of-death.ts'
import type { Ending, LimitInUse } from '../../../src/diagnosis/death/cause-of-death.ts'

const MB = 1_000_000

function ending(changes: Partial<Ending> = {}): Ending {
  return {
    isolate: '7/0',
    isWorker: false,
    saidFull: false,
    signal: 'SIGABRT',
    uncaught: null,
    afterMs: 40_000,
    heap: { atMs: 39_900, usedBytes: 60 * MB, limitBytes: 64 * MB, rssBytes: 120 * MB },
    outside: { atMs: 39_950, rssBytes: 122 * MB, oomKills: 0, limits: [] },
    ...changes,
  }
}

function outside(limits: readonly LimitInUse[], oomKills: number | null = 0): Ending['outside'] {
  return { atMs: 39_950, rssBytes: 400 * MB, oomKills, limits }
}

const SMALL_HEAP = { atMs: 39_000, usedBytes: 5 * MB, limitBytes: 4000 * MB, rssBytes: 380 * MB }
const CONTAINER: LimitInUse = { name: 'container', limitBytes: 512 * MB, usedBytes: 500 * MB }

describe('what a program died of', () => {
  it('is the heap limit where V8 aborts with a full heap', () => {
    expect(causeOfDeath(ending())).toMatchObject({ kind: 'heap-limit', inOneTurn: false })
  })

  it('is nothing that is known where a program aborts with room in its heap', () => {
    expect(causeOfDeath(ending({ heap: SMALL_HEAP }))).toBeNull()
  })

  it('is the heap limit, reached in one turn, where the memory came after the last sign of life', () => {
    const heap = { atMs: 1000, usedBytes: 4 * MB, limitBytes: 64 * MB, rssBytes: 40 * MB }
    const found = causeOfDeath(
      ending({ heap, outside: { atMs: 2300, rssBytes: 100 * MB, oomKills: 0, limits: [] } }),
    )
    expect(found).toMatchObject({ kind: 'heap-limit', inOneTurn: true, usedBytes: 64 * MB })
  })

  it('is the kernel for certain where the container counted a kill', () => {
    const killed = { signal: 'SIGKILL', heap: SMALL_HEAP, outside: outside([CONTAINER], 1) }
    expect(causeOfDeath(ending(killed))).toMatchObject({
      kind: 'killed-at-limit',
      certain: true,
      limitBytes: 512 * MB,
    })
  })

  it('is most likely the kernel where a killed program had filled its container', () => {
    const killed = { signal: 'SIGKILL', heap: SMALL_HEAP, outside: outside([CONTAINER], null) }
    expect(causeOfDeath(ending(killed))).toMatchObject({ kind: 'killed-at-limit', certain: false })
  })

  it('is not memory where somebody kills a program with room in its container', () => {
    const half = { ...CONTAINER, usedBytes: 200 * MB }
    expect(causeOfDeath(ending({ signal: 'SIGKILL', outside: outside([half]) }))).toBeNull()
    expect(causeOfDeath(ending({ signal: 'SIGKILL', outside: outside([]) }))).toBeNull()
  })

  it('is the machine where the kernel killed without a limit', () => {
    const killed = { signal: 'SIGKILL', outside: outside([], 1) }
    expect(causeOfDeath(ending(killed))).toMatchObject({ kind: 'killed-by-machine' })
  })

  it.each(['data size', 'address space'] as const)('is a refusal at a full %s', (name) => {
    const limit: LimitInUse = { name, limitBytes: 400 * MB, usedBytes: 396 * MB }
    const refused = { heap: SMALL_HEAP, outside: outside([limit]) }
    expect(causeOfDeath(ending(refused))).toMatchObject({
      kind: 'memory-refused',
      limitName: name,
    })
    // An array buffer that gets no memory is an error that the program may end by.
    const thrown = { ...refused, signal: null, uncaught: 'RangeError' }
    expect(causeOfDeath(ending(thrown))).toMatchObject({ kind: 'memory-refused' })
    expect(causeOfDeath(ending({ ...thrown, uncaught: 'TypeError' }))).toBeNull()
  })

  it('is not known of a process that ended unseen with half a heap, and is of one with a full heap', () => {
    const half = { atMs: 39_900, usedBytes: 30 * MB, limitBytes: 64 * MB, rssBytes: 90 * MB }
    expect(causeOfDeath(ending({ signal: 'unknown', heap: half }))).toBeNull()
    expect(causeOfDeath(ending({ signal: 'unknown' }))).toMatchObject({ kind: 'heap-limit' })
  })

  it('is the heap of a worker only where Node said so', () => {
    const worker = { isWorker: true, isolate: '7/1', signal: 'unknown' }
    expect(causeOfDeath(ending(worker))).toBeNull()
    expect(causeOfDeath(ending({ ...worker, saidFull: true }))).toMatchObject({
      kind: 'worker-heap-limit',
      certain: true,
    })
  })
})
