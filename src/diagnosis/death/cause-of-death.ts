// How an isolate that can say nothing any more has ended, where it was memory: from the signal, from what the kernel counted,
// and from the memory that was last seen against its limits.

import type { Death, DeathKind } from '../../protocol/index.ts'

/** Of a limit, at the last reading, from which on it is taken to have been reached: readings come every 100 ms. */
const REACHED_SHARE = 0.75
/** Where nobody knows the signal, the heap itself must have been this full. */
const FULL_SHARE = 0.88
/** Below this share at its last sign of life, the memory came within one turn of the event loop. */
const SPARE_SHARE = 0.6

/** What was seen of an isolate that ended without a last word, or with one about memory. */
export interface Ending {
  readonly isolate: string
  readonly isWorker: boolean
  /** Whether Node said of this thread that its heap was full. */
  readonly saidFull: boolean
  /** `unknown` for a process that is no child of Tidemark's. */
  readonly signal: string | null
  /** Class and code of the uncaught error that it ended by. */
  readonly uncaught: string | null
  readonly afterMs: number
  /** The last sample. */
  readonly heap: {
    readonly atMs: number
    readonly usedBytes: number
    readonly limitBytes: number
    readonly rssBytes: number
  } | null
  /** The process from outside, shortly before its end; limits that it shares with its threads. */
  readonly outside: {
    readonly atMs: number
    readonly rssBytes: number
    readonly oomKills: number | null
    readonly limits: readonly LimitInUse[]
  } | null
}

export interface LimitInUse {
  readonly name: 'container' | 'data size' | 'address space'
  readonly limitBytes: number
  readonly usedBytes: number
}

/** A death without its words and what filled the memory. */
export type BareDeath = Pick<
  Death,
  'kind' | 'isolate' | 'certain' | 'afterMs' | 'limitBytes' | 'usedBytes' | 'inOneTurn'
> & { readonly limitName: LimitInUse['name'] | 'heap' | null }

/** What V8 and Node end by where they get no memory: `abort`, or an instruction that traps. */
const ABORTS: readonly (string | null)[] = ['SIGABRT', 'SIGTRAP', 'SIGILL', 'unknown']

/** `null` where nothing says that it was memory. Pure. */
export function causeOfDeath(ending: Ending): BareDeath | null {
  if (ending.isWorker) return ofWorker(ending)
  if (ending.signal === 'SIGKILL' || ending.signal === 'unknown') {
    const killed = ofKill(ending)
    if (killed !== null) return killed
  }
  if (ABORTS.includes(ending.signal)) return ofHeap(ending) ?? ofRefusal(ending)
  return refusesMemory(ending.uncaught) ? ofRefusal(ending) : null
}

function ofWorker(ending: Ending): BareDeath | null {
  // One that is terminated ends the same way, so only Node's word counts.
  if (!ending.saidFull) return null
  return death(ending, 'worker-heap-limit', {
    certain: true,
    limitName: 'heap',
    limitBytes: ending.heap?.limitBytes ?? null,
    usedBytes: ending.heap?.usedBytes ?? 0,
    inOneTurn: heapShare(ending) < SPARE_SHARE,
  })
}

function ofHeap(ending: Ending): BareDeath | null {
  const { heap, outside } = ending
  if (heap === null) return null
  // What came since the last sample came into the heap, for the most part.
  const since = Math.max(0, (outside?.rssBytes ?? 0) - heap.rssBytes)
  const usedBytes = Math.min(heap.limitBytes, heap.usedBytes + since)
  const needed = ending.signal === 'unknown' ? FULL_SHARE : REACHED_SHARE
  const counted = ending.signal === 'unknown' ? heap.usedBytes : usedBytes
  if (counted < needed * heap.limitBytes) return null
  return death(ending, 'heap-limit', {
    certain: false,
    limitName: 'heap',
    limitBytes: heap.limitBytes,
    usedBytes,
    inOneTurn: heapShare(ending) < SPARE_SHARE,
  })
}

function ofKill(ending: Ending): BareDeath | null {
  const { outside } = ending
  const container = outside?.limits.find((one) => one.name === 'container')
  const byKernel = (outside?.oomKills ?? 0) > 0
  if (container === undefined) {
    const usedBytes = outside?.rssBytes ?? 0
    const facts = { certain: true, limitName: null, limitBytes: null, usedBytes, inOneTurn: false }
    return byKernel ? death(ending, 'killed-by-machine', facts) : null
  }
  const isFull = container.usedBytes >= REACHED_SHARE * container.limitBytes
  // The count is of the whole group: another process of it may have been the one.
  if (!isFull && !(byKernel && ending.signal === 'SIGKILL')) return null
  if (ending.signal === 'unknown' && !byKernel) return null
  return death(ending, 'killed-at-limit', {
    certain: byKernel,
    limitName: 'container',
    limitBytes: container.limitBytes,
    usedBytes: container.usedBytes,
    inOneTurn: cameInOneTurn(ending, container.limitBytes),
  })
}

function ofRefusal(ending: Ending): BareDeath | null {
  const full = ending.outside?.limits
    .filter((one) => one.usedBytes >= REACHED_SHARE * one.limitBytes)
    .toSorted((a, b) => b.usedBytes / b.limitBytes - a.usedBytes / a.limitBytes)[0]
  if (full === undefined) return null
  return death(ending, 'memory-refused', {
    certain: false,
    limitName: full.name,
    limitBytes: full.limitBytes,
    usedBytes: full.usedBytes,
    inOneTurn: cameInOneTurn(ending, full.limitBytes),
  })
}

function death(
  { isolate, afterMs }: Ending,
  kind: DeathKind,
  facts: Omit<BareDeath, 'kind' | 'isolate' | 'afterMs'>,
): BareDeath {
  return { kind, isolate, afterMs, ...facts }
}

function heapShare({ heap }: Ending): number {
  return heap === null || heap.limitBytes === 0 ? 0 : heap.usedBytes / heap.limitBytes
}

/** Whether most of the limit was filled after the last sample. */
function cameInOneTurn({ heap, outside }: Ending, limitBytes: number): boolean {
  if (heap === null || outside === null) return false
  return outside.rssBytes - heap.rssBytes > (1 - SPARE_SHARE) * limitBytes
}

/** A RangeError where an array buffer gets no memory; other parts of Node give the error a code. */
function refusesMemory(uncaught: string | null): boolean {
  return uncaught === 'RangeError' || (uncaught ?? '').includes('ERR_MEMORY_ALLOCATION_FAILED')
}
