// The door for bytes: chunks of a snapshot in, chunks of the same graph without contents out.

import { checkpoint } from '../graph/checkpoint.ts'
import type { ReadOptions } from '../format/read-snapshot.ts'
import type { RedactionCounts, RedactorOptions } from './redacted-sections.ts'
import { SnapshotRedactor } from './snapshot-redactor.ts'

export interface RedactOptions extends RedactorOptions, ReadOptions {
  /** Called once, after the last chunk. */
  readonly onCounts?: (counts: RedactionCounts) => void
}

/** Longer chunks are taken in steps of this, so that output follows input closely. */
const STEP_BYTES = 1 << 18

/**
 * Redacts a snapshot while it passes. Chunks may be cut anywhere and are not kept; memory is what `SnapshotRedactor`
 * says. Throws `SnapshotError` with a byte offset; what was handed out until then is redacted, but no whole file.
 */
export async function* redactSnapshot(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: RedactOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const ready: Uint8Array[] = []
  const redactor = new SnapshotRedactor(options, (piece) => ready.push(piece))
  const pause = checkpoint(options)
  const length = options.byteLength ?? Infinity
  let taken = 0
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += STEP_BYTES) {
      const to = Math.min(chunk.length, from + STEP_BYTES)
      redactor.push(new Uint8Array(chunk.buffer, chunk.byteOffset + from, to - from))
      taken += to - from
      pause(taken / length)
      yield* ready.splice(0)
    }
  }
  const counts = redactor.finish()
  options.onCounts?.(counts)
  yield* ready.splice(0)
}
