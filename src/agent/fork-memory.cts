// What a snapshot takes in memory, from figures measured on heaps of many small objects, the worst kind.

/** V8's generator takes up to this many times the heap while it runs: 7 to 8 were measured. */
const GENERATOR_FACTOR = 8

/**
 * The most that V8's generator takes for a heap of so many used bytes. In the process it stays with the process; in a copy it
 * is given back, and until then the copy keeps up to the program's resident memory besides, as the program writes to it.
 */
export function generatorBytes(heapUsedBytes: number): number {
  return GENERATOR_FACTOR * heapUsedBytes
}
