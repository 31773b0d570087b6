// The memory of a process from outside: what each resident byte is for, and of the C allocator's, what is in use. Linux
// only. Only sizes leave this file, never contents.

import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { ChunkWalker } from './chunk-walk.ts'
import type { WalkedChunks } from './chunk-walk.ts'
import { memoryRegions } from './memory-regions.ts'
import type { MemoryRegion } from './memory-regions.ts'
import { ARENA_BYTES, regionKinds } from './region-kind.ts'
import type { KnownRegion, RegionKind } from './region-kind.ts'

/** What the C allocator has handed out, and what it keeps for later. Bytes of chunks, resident or not. */
export interface AllocatorReading {
  readonly usedBytes: number
  /** Resident part of the free chunks. */
  readonly freeResidentBytes: number
  /** Chunks in use by size class. */
  readonly sizes: ReadonlyMap<number, number>
}

export interface ProcessMemoryReading {
  readonly residentBytes: number
  /** Resident bytes of each kind of region; they sum to `residentBytes`. */
  readonly kinds: Readonly<Record<RegionKind, number>>
  readonly threads: number
  readonly wasmMemories: number
  /** Bytes that the WebAssembly memories show, resident or not. */
  readonly wasmBytes: number
  /** Files of loaded add-ons (`.node`). */
  readonly addOns: readonly string[]
  /** `null` where the allocator is not glibc's, memory may not be read or the chunks did not add up. */
  readonly allocator: AllocatorReading | null
  /** Another allocator's library, where one is loaded. */
  readonly otherAllocator: string | null
  /** Whether reading memory was refused for good. */
  readonly refused: boolean
  readonly costMs: number
}

const ATTEMPTS = 3
/** Most that is read of the allocator's memory in one reading: what costs about a second. */
const BUDGET_BYTES = 1024 ** 3
const OTHER_ALLOCATOR = /\/lib(jemalloc|mimalloc|tcmalloc)[^/]*\.so/

/** One reading of a living process; `null` where the system does not tell. Costs some ms for each 100 MB. */
export function readProcessMemory(pid: number): ProcessMemoryReading | null {
  const startedAt = performance.now()
  for (let attempt = 1; ; attempt++) {
    const regions = regionsOf(pid)
    if (regions === null) return null
    const known = regionKinds(regions)
    const otherAllocator = otherAllocatorOf(regions)
    const chunks = otherAllocator === null ? allocatorReading(pid, known) : null
    if (chunks === null && otherAllocator === null && attempt < ATTEMPTS) continue
    return {
      ...summary(known),
      allocator: chunks === 'refused' ? null : chunks,
      otherAllocator,
      refused: chunks === 'refused',
      costMs: performance.now() - startedAt,
    }
  }
}

function regionsOf(pid: number): MemoryRegion[] | null {
  try {
    const regions = memoryRegions(readFileSync(`/proc/${pid}/smaps`, 'utf8'))
    return regions.length === 0 ? null : regions
  } catch {
    return null
  }
}

type Summary = Pick<
  ProcessMemoryReading,
  'residentBytes' | 'kinds' | 'threads' | 'wasmMemories' | 'wasmBytes' | 'addOns'
>

function summary(known: readonly KnownRegion[]): Summary {
  const kinds: Record<RegionKind, number> = {
    code: 0,
    'mapped file': 0,
    stack: 0,
    v8: 0,
    wasm: 0,
    'main heap': 0,
    arena: 0,
    'mapped block': 0,
    other: 0,
  }
  let residentBytes = 0
  for (const { region, kind } of known) {
    kinds[kind] += region.residentBytes
    residentBytes += region.residentBytes
  }
  const wasm = known.filter((one) => one.kind === 'wasm')
  const addOns = known.filter(({ region }) => region.isFile && region.name.endsWith('.node'))
  return {
    residentBytes,
    kinds,
    threads: known.filter((one) => one.kind === 'stack').length,
    wasmMemories: wasm.length,
    wasmBytes: wasm.reduce((sum, { region }) => sum + region.end - region.start, 0),
    addOns: [...new Set(addOns.map(({ region }) => region.name))],
  }
}

function otherAllocatorOf(regions: readonly MemoryRegion[]): string | null {
  for (const { name } of regions) {
    const library = OTHER_ALLOCATOR.exec(name)?.[1]
    if (library !== undefined) return library
  }
  return regions.some(({ name }) => /\/libc(-[\d.]+)?\.so/.test(name)) ? null : 'not glibc'
}

function allocatorReading(
  pid: number,
  known: readonly KnownRegion[],
): AllocatorReading | 'refused' | null {
  let memory: number
  try {
    memory = openSync(`/proc/${pid}/mem`, 'r')
  } catch {
    return 'refused'
  }
  const walker = new ChunkWalker((buffer, address) => {
    try {
      return readSync(memory, buffer, 0, buffer.length, address)
    } catch {
      return 0
    }
  }, BUDGET_BYTES)
  try {
    return walkAll(walker, known)
  } finally {
    walker.close()
    closeSync(memory)
  }
}

function walkAll(walker: ChunkWalker, known: readonly KnownRegion[]): AllocatorReading | null {
  const total = { usedBytes: 0, freeResidentBytes: 0, sizes: new Map<number, number>() }
  for (const { region, kind } of known) {
    const isRow = kind === 'main heap' || kind === 'arena'
    if (!isRow && kind !== 'mapped block') continue
    const walked = isRow
      ? walkRow(walker, region, kind)
      : walker.mappedBlocks(region.start, region.end)
    if (walked === null && isRow) return null
    // Memory that something mapped for itself, without the allocator.
    const used = walked?.usedBytes ?? region.residentBytes
    const absent = region.end - region.start - region.residentBytes
    total.usedBytes += used
    total.freeResidentBytes += Math.max(0, (walked?.freeBytes ?? 0) - absent)
    for (const [size, count] of walked?.sizes ?? []) {
      total.sizes.set(size, (total.sizes.get(size) ?? 0) + count)
    }
  }
  return total
}

function walkRow(walker: ChunkWalker, region: MemoryRegion, kind: RegionKind): WalkedChunks | null {
  if (kind === 'main heap') return walker.mainHeap(region.start, region.end)
  const total = { usedBytes: 0, freeBytes: 0, sizes: new Map<number, number>() }
  // Heaps beside one another are one region.
  for (let start = region.start; start < region.end; start += ARENA_BYTES) {
    const walked = walker.arenaHeap(start, Math.min(region.end, start + ARENA_BYTES))
    if (walked === null) return null
    total.usedBytes += walked.usedBytes
    total.freeBytes += walked.freeBytes
    for (const [size, count] of walked.sizes) {
      total.sizes.set(size, (total.sizes.get(size) ?? 0) + count)
    }
  }
  return total
}
