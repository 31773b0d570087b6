// Worker threads that are started and never ended: each heap is flat by itself, and the process grows by a thread
// at a time. Decided from the lives of the threads alone, without a look at any heap.

/** One worker thread of a process; times are on one clock, ms. */
export interface WorkerLife {
  /** The file it runs; `null` where it is not known, as for evaluated code. */
  readonly entry: string | null
  readonly startedAtMs: number
  /** When it was last heard of. */
  readonly heardAtMs: number
}

/** Threads of one entry file that pile up. */
export interface WorkerPile {
  readonly entry: string | null
  readonly started: number
  /** Alive when the process was last heard of. */
  readonly alive: number
  readonly overMs: number
}

/** Pools hold about a thread a core; far more than that are no pool. */
const LEAST_ALIVE = 16
const LEAST_PER_CORE = 4
const LEAST_SPAN_MS = 12_000
/** An agent speaks every second: who was silent for longer had ended before. */
const SILENT_MS = 3500
const WINDOWS = 4
/** Part of an even share that each quarter of the time must have added: what fills up does not. */
const LEAST_OF_EVEN_SHARE = 0.5

/** Groups of one process's threads whose number grew in every quarter of their time; O(threads). */
export function workerPiles(lives: readonly WorkerLife[], cores: number): WorkerPile[] {
  const endMs = lives.reduce((latest, life) => Math.max(latest, life.heardAtMs), 0)
  const groups = new Map<string | null, WorkerLife[]>()
  for (const life of lives) {
    const group = groups.get(life.entry)
    if (group === undefined) groups.set(life.entry, [life])
    else group.push(life)
  }
  return [...groups].flatMap(([entry, group]) => pileOf(entry, group, { endMs, cores }) ?? [])
}

function pileOf(
  entry: string | null,
  lives: readonly WorkerLife[],
  { endMs, cores }: { readonly endMs: number; readonly cores: number },
): WorkerPile | null {
  const startMs = lives.reduce((first, life) => Math.min(first, life.startedAtMs), endMs)
  const overMs = endMs - startMs
  const alive = aliveAt(lives, endMs, endMs)
  const isMany = alive >= Math.max(LEAST_ALIVE, LEAST_PER_CORE * cores)
  if (!isMany || overMs < LEAST_SPAN_MS) return null
  const least = (LEAST_OF_EVEN_SHARE * alive) / WINDOWS
  let before = 0
  for (let window = 1; window <= WINDOWS; window++) {
    const now = aliveAt(lives, startMs + (overMs * window) / WINDOWS, endMs)
    if (now - before < least) return null
    before = now
  }
  return { entry, started: lives.length, alive, overMs }
}

function aliveAt(lives: readonly WorkerLife[], atMs: number, endMs: number): number {
  return lives.filter((life) => {
    const outlives = life.heardAtMs > atMs || life.heardAtMs > endMs - SILENT_MS
    return life.startedAtMs <= atMs && outlives
  }).length
}
