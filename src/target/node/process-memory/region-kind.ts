// What each region of a Node.js process is for. V8 asks the kernel not to copy its memory on fork, which marks it; the
// allocator's arenas and the stacks of threads are known by how they lie. See docs/concepts/memory-parts.md.

import type { MemoryRegion } from './memory-regions.ts'

export type RegionKind =
  | 'code'
  | 'mapped file'
  | 'stack'
  | 'v8'
  | 'wasm'
  | 'main heap'
  | 'arena'
  | 'mapped block'
  | 'other'

export interface KnownRegion {
  readonly region: MemoryRegion
  readonly kind: RegionKind
}

/** Heaps of glibc's further arenas begin at multiples of this and are never longer. */
export const ARENA_BYTES: number = 64 * 1024 * 1024

/** V8 reserves this much address space and more behind a WebAssembly memory, so that no index needs a check. */
const WASM_GUARD_BYTES = 4 * 1024 ** 3
const LARGEST_STACK_GUARD = 64 * 1024
const SMALLEST_STACK = 16 * 1024

/** Each region with its kind, in the same order. O(regions). */
export function regionKinds(regions: readonly MemoryRegion[]): KnownRegion[] {
  const programs = new Set(
    regions.filter((one) => one.isFile && one.permissions[2] === 'x').map((one) => one.name),
  )
  const wasm = wasmRegions(regions)
  const kinds: KnownRegion[] = []
  for (const [index, region] of regions.entries()) {
    const before = kinds.at(-1)
    const kind = wasm.has(region)
      ? 'wasm'
      : kindOf(region, { before, after: regions[index + 1], programs })
    kinds.push({ region, kind })
  }
  return kinds
}

interface Neighbours {
  readonly before: KnownRegion | undefined
  readonly after: MemoryRegion | undefined
  readonly programs: ReadonlySet<string>
}

function kindOf(region: MemoryRegion, near: Neighbours): RegionKind {
  if (region.isFile) return near.programs.has(region.name) ? 'code' : 'mapped file'
  if (region.name === '[heap]') return 'main heap'
  if (region.name.startsWith('[stack')) return 'stack'
  if (region.name === '[vdso]') return 'code'
  if (region.flags.has('dc') || region.permissions[2] === 'x') return 'v8'
  if (region.permissions === '---p') return 'other'
  if (isArena(region, near.after)) return 'arena'
  if (isStack(region, near.before?.region)) return 'stack'
  // The variables of a library follow its last page.
  if (near.before?.kind === 'code' && adjacent(near.before.region, region)) return 'code'
  return region.permissions === 'rw-p' ? 'mapped block' : 'other'
}

/** Arenas are reserved as a whole and opened from their beginning. */
function isArena(region: MemoryRegion, after: MemoryRegion | undefined): boolean {
  if (region.permissions !== 'rw-p' || region.start % ARENA_BYTES !== 0) return false
  if (region.end % ARENA_BYTES === 0) return region.flags.has('nr') || !region.flags.has('ac')
  if (after === undefined || after.permissions !== '---p' || !adjacent(region, after)) return false
  return Math.ceil(region.end / ARENA_BYTES) * ARENA_BYTES <= after.end
}

function isStack(region: MemoryRegion, before: MemoryRegion | undefined): boolean {
  if (before === undefined || before.permissions !== '---p' || !adjacent(before, region)) {
    return false
  }
  const guard = before.end - before.start
  const isOurs = !before.flags.has('dc') && !before.flags.has('nr')
  return isOurs && guard <= LARGEST_STACK_GUARD && region.end - region.start >= SMALLEST_STACK
}

/** Memory of V8 in the midst of a reservation that is far larger than any heap page or code range. */
function wasmRegions(regions: readonly MemoryRegion[]): ReadonlySet<MemoryRegion> {
  const found = new Set<MemoryRegion>()
  for (const [index, region] of regions.entries()) {
    if (region.permissions !== 'rw-p' || region.isFile || !region.flags.has('dc')) continue
    const after = regions[index + 1]
    if (after === undefined || after.permissions !== '---p' || !adjacent(region, after)) continue
    if (after.end - after.start + region.end - region.start >= WASM_GUARD_BYTES) found.add(region)
  }
  return found
}

function adjacent(first: MemoryRegion, second: MemoryRegion): boolean {
  return first.end === second.start
}
