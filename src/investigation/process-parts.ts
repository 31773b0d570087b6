// One reading of a process, put together with what V8 says of its isolates at that time, as parts that sum to the
// resident memory. Where the system does not tell, only the counters' parts are known and the rest is `other`.

import type { MemoryPart, Sample } from '../protocol/index.ts'
import type { ProcessMemoryReading } from '../target/index.ts'

export type Parts = Partial<Record<MemoryPart, number>>

export interface ProcessParts {
  readonly rssBytes: number
  readonly parts: Parts
  /** Handed out by the C allocator and in no counter of V8, resident or not; `null` where the allocator is not known. */
  readonly nativeBytes: number | null
  readonly nativeFreeBytes: number | null
}

/** `latest` holds the last sample of each living isolate of the process. */
export function processParts(
  reading: ProcessMemoryReading | null,
  latest: readonly Sample[],
): ProcessParts {
  const counted = countedBytes(latest)
  if (reading === null) return counterParts(counted, latest)
  const { kinds, allocator, residentBytes } = reading
  const heapUsed = Math.min(counted.heapUsed, kinds.v8)
  const allocatorResident = kinds['main heap'] + kinds.arena + kinds['mapped block']
  const external = Math.max(0, counted.otherExternal - reading.wasmBytes)
  const rest = {
    'v8 heap used': heapUsed,
    'v8 heap free': kinds.v8 - heapUsed,
    'code and libraries': kinds.code,
    'thread stacks': kinds.stack,
    wasm: kinds.wasm,
    'mapped files': kinds['mapped file'],
    other: kinds.other,
  }
  if (allocator === null) {
    const own = allocated(allocatorResident, allocatorResident, counted.arrayBuffers, external)
    return {
      rssBytes: residentBytes,
      parts: {
        ...rest,
        'array buffers': own.arrayBuffers,
        'other external': own.external,
        native: own.native,
      },
      nativeBytes: null,
      nativeFreeBytes: null,
    }
  }
  const free = Math.min(allocator.freeResidentBytes, allocatorResident)
  const used = allocatorResident - free
  const own = allocated(used, allocator.usedBytes, counted.arrayBuffers, external)
  return {
    rssBytes: residentBytes,
    parts: {
      ...rest,
      'array buffers': own.arrayBuffers,
      'other external': own.external,
      'native used': own.native,
      'native free': free,
    },
    nativeBytes: Math.max(0, allocator.usedBytes - counted.arrayBuffers - external),
    nativeFreeBytes: free,
  }
}

interface Counted {
  readonly heapUsed: number
  readonly heapCommitted: number
  readonly arrayBuffers: number
  readonly otherExternal: number
}

/**
 * An array buffer is counted where it was made and, as external memory, in each isolate that holds it. So the former is
 * taken for all, and external memory counts only as far as all array buffers of the process cannot explain it. What is
 * more than all isolates hold lies in messages on their way, which nobody holds: it is native memory.
 */
function countedBytes(latest: readonly Sample[]): Counted {
  const made = sum(latest, (sample) => sample.arrayBufferBytes)
  const arrayBuffers = Math.min(
    made,
    sum(latest, (sample) => sample.externalBytes),
  )
  return {
    heapUsed: sum(latest, (sample) => sample.heapUsedBytes),
    heapCommitted: sum(latest, (sample) => sum(sample.spaces, (space) => space.committedBytes)),
    arrayBuffers,
    otherExternal: sum(latest, (sample) => Math.max(0, sample.externalBytes - made)),
  }
}

/** Resident bytes in use, split. Pages that were never touched are taken off the array buffers, which are the big blocks. */
function allocated(
  resident: number,
  handedOut: number,
  arrayBuffers: number,
  external: number,
): { arrayBuffers: number; external: number; native: number } {
  const untouched = Math.max(0, handedOut - resident)
  const buffers = Math.min(resident, Math.max(0, arrayBuffers - untouched))
  const others = Math.min(resident - buffers, external)
  return { arrayBuffers: buffers, external: others, native: resident - buffers - others }
}

function counterParts(counted: Counted, latest: readonly Sample[]): ProcessParts {
  const rssBytes = latest.reduce((most, sample) => Math.max(most, sample.rssBytes), 0)
  let left = rssBytes
  const take = (bytes: number): number => {
    const taken = Math.min(left, Math.max(0, bytes))
    left -= taken
    return taken
  }
  const parts: Parts = {
    'v8 heap used': take(counted.heapUsed),
    'v8 heap free': take(counted.heapCommitted - counted.heapUsed),
    'array buffers': take(counted.arrayBuffers),
    'other external': take(counted.otherExternal),
  }
  parts.other = left
  return { rssBytes, parts, nativeBytes: null, nativeFreeBytes: null }
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
