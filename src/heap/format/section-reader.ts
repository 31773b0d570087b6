// What the parser hands the bytes of one value to. A reader keeps its own state, so that a chunk may end
// anywhere: within a number, an escape, a UTF-8 sequence.

import { SnapshotError } from './snapshot-error.ts'
import { showByte } from './ascii.ts'

export interface SectionReader {
  /** Whether the value has ended; `read` must not be called again. */
  readonly done: boolean
  /**
   * Takes bytes from index `start` on and returns the index after the last one taken: `bytes.length`, or less
   * where the value ended. `base` is the offset of `bytes[0]` in the file.
   */
  read(bytes: Uint8Array, start: number, base: number): number
}

/** An error for a byte that cannot stand where it stands. */
export function unexpectedByte(byte: number, offset: number, expected: string): SnapshotError {
  return new SnapshotError(
    'SNAPSHOT_CORRUPT',
    `expected ${expected} at byte ${offset}, found ${showByte(byte)}`,
    offset,
  )
}
