// The door for bytes: chunks from a file, a decompressor, a socket or an inspector become a graph.

import { checkpoint } from '../graph/checkpoint.ts'
import type { HeapGraph, WorkOptions } from '../graph/heap-graph.ts'
import { SnapshotParser } from './snapshot-parser.ts'
import { SnapshotSections } from './snapshot-sections.ts'

export interface ReadOptions extends WorkOptions {
  /**
   * Length of the whole text in bytes, where it is known before: columns are then allocated at once instead of
   * by doubling, and progress can be told.
   */
  readonly byteLength?: number
  /** Told the name of each section that holds something and that nothing is made of: trace data, or what is not known. */
  readonly onUnused?: (section: string) => void
}

/** Longer chunks are taken in steps of this, so that cancelling does not wait for their end. */
const STEP_BYTES = 1 << 20

/**
 * Reads a V8 heap snapshot in one pass. Chunks may be cut anywhere and are not kept. Memory: what `HeapGraph`
 * says, twice of it at most while columns grow. Throws `SnapshotError` with a byte offset.
 */
export async function readSnapshot(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ReadOptions = {},
): Promise<HeapGraph> {
  const { byteLength } = options
  const known = byteLength !== undefined && Number.isSafeInteger(byteLength) && byteLength > 0
  const length = known ? byteLength : Infinity
  const parser = new SnapshotParser(new SnapshotSections(length, options.onUnused))
  const pause = checkpoint(options)
  let taken = 0
  pause(0)
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += STEP_BYTES) {
      const to = Math.min(chunk.length, from + STEP_BYTES)
      // Subclasses such as Node's Buffer would make the scanner's accesses polymorphic.
      parser.push(new Uint8Array(chunk.buffer, chunk.byteOffset + from, to - from))
      taken += to - from
      pause(taken / length)
    }
  }
  return parser.finish()
}
