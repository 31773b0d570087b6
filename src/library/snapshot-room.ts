// Whether a snapshot of this thread's heap fits, before anything is paid for it: V8 needs memory of its own to write one,
// and never gives all of it back.

import { statfsSync } from 'node:fs'
import { freemem } from 'node:os'
import { getHeapStatistics } from 'node:v8'
import { TidemarkError } from '../protocol/index.ts'
import { bytesText } from '../units/index.ts'

/** V8's snapshot generator takes up to this many times the heap while it runs. */
const MEMORY_FACTOR = 8
/** A snapshot file is about as large as the heap; strings and many small objects make it more. */
const DISK_FACTOR = 3

/** What decides. Bytes. */
export interface Room {
  readonly heapBytes: number
  /** Left to the machine and to the container. */
  readonly memoryBytes: number
  /** Left on the disk; `null` where the system does not say. */
  readonly diskBytes: number | null
}

/** Reads what there is, for a file in `directory`. */
export function readRoom(directory: string): Room {
  return {
    heapBytes: getHeapStatistics().used_heap_size,
    memoryBytes: Math.min(freemem(), process.availableMemory()),
    diskBytes: freeDisk(directory),
  }
}

/** Throws `TARGET_REFUSED` with the figures where it does not fit. */
export function checkRoom({ heapBytes, memoryBytes, diskBytes }: Room): void {
  const memory = heapBytes * MEMORY_FACTOR
  if (memory > memoryBytes) {
    throw new TidemarkError(
      'TARGET_REFUSED',
      `no snapshot was taken: of a heap of ${bytesText(heapBytes)} it may need ${bytesText(memory)} of memory, and ${bytesText(memoryBytes)} are left`,
      {
        hint: 'watch the program with `tidemark run` or `attach`, which need no snapshot to begin with',
      },
    )
  }
  const disk = heapBytes * DISK_FACTOR
  if (diskBytes === null || disk <= diskBytes) return
  throw new TidemarkError(
    'TARGET_REFUSED',
    `no snapshot was taken: the file may need ${bytesText(disk)}, and ${bytesText(diskBytes)} are left on the disk`,
    { hint: 'name a file on a disk with more room' },
  )
}

function freeDisk(directory: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(directory)
    return bavail * bsize
  } catch {
    return null
  }
}
