// Which memory of the C allocator is in use and which is free: glibc's heaps are rows of chunks, each with its size and
// whether the one before it is in use. Only these words are looked at. The program runs on meanwhile, so a row may not
// add up: then there is no answer, never a guess. Layout: malloc/malloc.c and arena.c of glibc 2.27 to 2.41, 64 bit.

/** Reads into the buffer from an address of the other process; fewer bytes than asked for where it ends. */
export type ReadMemory = (buffer: Buffer, address: number) => number

/** Sizes of chunks (see `sizeClass`) to how many are in use. */
export type ChunkSizes = Map<number, number>

export interface WalkedChunks {
  readonly usedBytes: number
  /** Free chunks with what is left at the end. */
  readonly freeBytes: number
  readonly sizes: ChunkSizes
}

interface Walk {
  usedBytes: number
  freeBytes: number
  readonly sizes: ChunkSizes
}

const WINDOW_BYTES = 64 * 1024
const PAGE = 4096
const SMALLEST_CHUNK = 32
const PREVIOUS_IN_USE = 1
const MAPPED = 2
const FENCE = 16
/** An arena's own record lies at its beginning; its size differs little between versions. */
const ARENA_RECORDS: readonly number[] = [0x898, 0x890, 0x8a8, 0x880, 0x870, 0x8b8]
const EXACT_SIZES_TO = 4096

/** Chunks in use are counted by size: exact up to 4 kB, by eighths of a power of two beyond. */
function sizeClass(bytes: number): number {
  if (bytes <= EXACT_SIZES_TO) return bytes
  const step = 2 ** (Math.floor(Math.log2(bytes)) - 3)
  return Math.floor(bytes / step) * step
}

/** Walks the chunks of one process; what it read is overwritten by the next reading and wiped by `close`. */
export class ChunkWalker {
  readonly #read: ReadMemory
  readonly #buffer: Buffer = Buffer.alloc(WINDOW_BYTES)
  #from = 0
  #length = 0
  #left: number

  /** At most `budgetBytes` are read altogether. */
  constructor(read: ReadMemory, budgetBytes: number) {
    this.#read = read
    this.#left = budgetBytes
  }

  /** The heap that begins at the program break. */
  mainHeap(start: number, end: number): WalkedChunks | null {
    const walked = this.#row(start, { start, end })
    return walked !== null && walked.end >= end ? walked : null
  }

  /** One heap of a further arena; `end` is where its opened pages end. */
  arenaHeap(start: number, end: number): WalkedChunks | null {
    const arena = this.#address(start)
    const size = this.#address(start + 16)
    if (arena === null || size === null) return null
    if (size <= 0 || size % PAGE !== 0 || start + size > end) return null
    const bounds = { start, end: start + size }
    const offset = arena - start
    if (offset === 32 || offset === 48) {
      return this.#firstOf(
        ARENA_RECORDS.map((record) => start + Math.ceil((offset + record) / 16) * 16),
        bounds,
      )
    }
    return this.#firstOf([start + 32, start + 48], bounds)
  }

  /**
   * Blocks that were mapped each for itself, and stretches of the main heap that did not fit behind the program break;
   * `null` where the region is not made of such.
   */
  mappedBlocks(start: number, end: number): WalkedChunks | null {
    const total: Walk = { usedBytes: 0, freeBytes: 0, sizes: new Map() }
    let at = start
    while (at < end) {
      const word = this.#address(at + 8)
      if (word === null) return null
      const size = word - (word % 8)
      if (word % 8 === MAPPED && size >= PAGE && size % PAGE === 0 && at + size <= end) {
        use(total, size)
        at += size
        continue
      }
      const row = this.#row(at, { start: at, end })
      if (row === null) return null
      merge(total, row)
      at = Math.ceil(row.end / PAGE) * PAGE
    }
    return total
  }

  close(): void {
    this.#buffer.fill(0)
    this.#length = 0
  }

  #firstOf(starts: readonly number[], bounds: Bounds): WalkedChunks | null {
    for (const start of starts) {
      const walked = this.#row(start, bounds)
      if (walked !== null && walked.end >= bounds.end - FENCE) return walked
    }
    return null
  }

  /** Chunk after chunk from `first` on, to the end of the bounds or to where the allocator closed the row. */
  #row(first: number, bounds: Bounds): (WalkedChunks & { readonly end: number }) | null {
    const walk: Walk = { usedBytes: 0, freeBytes: 0, sizes: new Map() }
    let at = first
    let word = this.#address(at + 8)
    while (word !== null) {
      const size = word - (word % 8)
      if (!isSize(size, at, bounds)) return null
      const next = at + size
      if (next >= bounds.end) {
        // The heap may have grown since its bounds were read.
        if (next % PAGE !== 0) return null
        walk.freeBytes += bounds.end - at
        return { ...walk, end: bounds.end }
      }
      const after = this.#address(next + 8)
      if (after === null) return null
      if (isFence(size, after)) return { ...walk, end: next + FENCE }
      if (after % 2 === PREVIOUS_IN_USE) use(walk, size)
      else walk.freeBytes += size
      // Behind the last chunk of a stretch another block begins.
      if (next % PAGE === 0 && after % 8 === MAPPED) return { ...walk, end: next }
      at = next
      word = after
    }
    return null
  }

  /** The word at an address as a number; `null` where it cannot be read or is no address nor size. */
  #address(at: number): number | null {
    if (at < this.#from || at + 8 > this.#from + this.#length) {
      if (this.#left <= 0) return null
      this.#from = at
      this.#length = this.#read(this.#buffer, at)
      this.#left -= WINDOW_BYTES
      if (this.#length < 8) return null
    }
    const offset = at - this.#from
    const high = this.#buffer.readUInt32LE(offset + 4)
    return high >= 0x200000 ? null : this.#buffer.readUInt32LE(offset) + high * 2 ** 32
  }
}

interface Bounds {
  readonly start: number
  readonly end: number
}

function isSize(size: number, at: number, bounds: Bounds): boolean {
  if (size === FENCE) return at + size <= bounds.end
  return size >= SMALLEST_CHUNK && size % 16 === 0 && at % 16 === 0 && at < bounds.end
}

/** A row that is full and has a successor ends in two chunks that hold nothing. */
function isFence(size: number, after: number): boolean {
  const next = after - (after % 8)
  return size === FENCE && (next === 0 || next === FENCE)
}

function use(walk: Walk, size: number): void {
  walk.usedBytes += size
  const key = sizeClass(size)
  walk.sizes.set(key, (walk.sizes.get(key) ?? 0) + 1)
}

function merge(total: Walk, walked: WalkedChunks): void {
  total.usedBytes += walked.usedBytes
  total.freeBytes += walked.freeBytes
  for (const [size, count] of walked.sizes) {
    total.sizes.set(size, (total.sizes.get(size) ?? 0) + count)
  }
}
