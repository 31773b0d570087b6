// What a snapshot will cost, before it is taken: from figures of other programs at first, then from what this one's
// snapshots took. Heap bytes stand for objects, which V8 does not count.

/** A snapshot by a forked copy of the process, or by the process itself. */
export type Way = 'fork' | 'in-process'

export interface SnapshotCost {
  readonly way: Way
  /** How long the isolate stands still. */
  readonly pauseMs: number
  /** How long it takes in all. */
  readonly durationMs: number
  /** Memory that V8's generator takes beside the heap, and a copy's own pages with it. */
  readonly memoryBytes: number
  /** The same where it goes badly: objects far smaller than usual. */
  readonly worstMemoryBytes: number
  /** Whether the process keeps that memory afterwards. */
  readonly stays: boolean
  readonly fileBytes: number
}

/** What a cost is predicted for. */
export interface HeapSize {
  readonly heapBytes: number
  readonly rssBytes: number
  /** Objects are numbered before the fork. */
  readonly keepIds: boolean
}

/** What one has cost. */
export interface TakenSnapshot {
  readonly way: Way
  readonly pauseMs: number
  /** Size of its file. */
  readonly bytes: number
}

/** In the process: 60 s a GB of small objects, and what Node's own heap takes. */
const MS_PER_HEAP_BYTE = 60_000 / 1e9
const BASE_MS = 100
/** A fork copies the page tables: 0.08 ms a MB of resident memory. */
const FORK_MS_PER_RSS_BYTE = 0.08 / 1e6
const FORK_BASE_MS = 10
/** Numbering walks the heap and writes nothing: this share of a snapshot. */
const NUMBERING_SHARE = 0.15
/** Memory that the numbers take, by heap bytes; it stays for as long as snapshots are compared. */
const NUMBERS_PER_HEAP_BYTE = 2.5
/** Memory by heap bytes: of usual objects, and of tiny ones (30 bytes each). */
const MEMORY_PER_HEAP_BYTE = 10
const WORST_PER_HEAP_BYTE = 20
/** Memory by bytes of the file, which tells how many objects there are: usual, and just after V8's tables have doubled. */
const MEMORY_PER_FILE_BYTE = 9
const WORST_PER_FILE_BYTE = 16
const BASE_MEMORY_BYTES = 32e6
const FILE_PER_HEAP_BYTE = 2
/** Pages that the program writes while its copy lives, as a share of what is resident: each exists twice from then on. */
const COPIED_SHARE = 0.25

/** The account of one isolate's snapshots. */
export class SnapshotCosts {
  #msPerByte = MS_PER_HEAP_BYTE
  #baseMs = BASE_MS
  #filePerByte: number | null = null
  /** Measured pause of a fork by resident byte; `null` before the first. */
  #forkMsPerByte: number | null = null
  #numberingMsPerByte = NUMBERING_SHARE * MS_PER_HEAP_BYTE

  predict(way: Way, size: HeapSize): SnapshotCost {
    const { heapBytes, rssBytes } = size
    const durationMs = this.#baseMs + this.#msPerByte * heapBytes
    const pauseMs = way === 'fork' ? this.#forkMs(size) : durationMs
    const fileBytes = (this.#filePerByte ?? FILE_PER_HEAP_BYTE) * heapBytes
    const isMeasured = this.#filePerByte !== null
    const copied = way === 'fork' ? COPIED_SHARE * rssBytes : 0
    const usual = isMeasured ? MEMORY_PER_FILE_BYTE * fileBytes : MEMORY_PER_HEAP_BYTE * heapBytes
    const worst = isMeasured ? WORST_PER_FILE_BYTE * fileBytes : WORST_PER_HEAP_BYTE * heapBytes
    return {
      way,
      pauseMs,
      durationMs,
      memoryBytes: BASE_MEMORY_BYTES + usual + copied,
      worstMemoryBytes: BASE_MEMORY_BYTES + worst + copied,
      stays: way === 'in-process',
      fileBytes,
    }
  }

  /** What numbering the objects before a fork will take, ms. */
  numberingMs(heapBytes: number): number {
    return this.#numberingMsPerByte * heapBytes
  }

  /** Memory that numbering leaves in the process. */
  numberedMemoryBytes(heapBytes: number): number {
    return NUMBERS_PER_HEAP_BYTE * heapBytes
  }

  measured(taken: TakenSnapshot, size: HeapSize): void {
    const { heapBytes, rssBytes, keepIds } = size
    if (heapBytes <= 0) return
    this.#filePerByte = taken.bytes / heapBytes
    if (taken.way === 'in-process') {
      this.#msPerByte = taken.pauseMs / heapBytes
      this.#baseMs = 0
      return
    }
    const plainMs = FORK_BASE_MS + (this.#forkMsPerByte ?? FORK_MS_PER_RSS_BYTE) * rssBytes
    if (keepIds) this.#numberingMsPerByte = Math.max(0, taken.pauseMs - plainMs) / heapBytes
    else if (rssBytes > 0) {
      this.#forkMsPerByte = Math.max(0, taken.pauseMs - FORK_BASE_MS) / rssBytes
    }
  }

  #forkMs({ heapBytes, rssBytes, keepIds }: HeapSize): number {
    const perByte = this.#forkMsPerByte ?? FORK_MS_PER_RSS_BYTE
    const numberingMs = keepIds ? this.numberingMs(heapBytes) : 0
    return FORK_BASE_MS + perByte * rssBytes + numberingMs
  }
}
