// V8 writes the strings last, but what an edge means depends on its name. Where the text can be read anywhere, the
// strings are read first, and names need not be kept until they are known.

import { StringArrayReader } from '../format/string-array-reader.ts'
import type { StringColumns } from '../format/string-columns.ts'
import { chunksFrom } from './snapshot-source.ts'
import type { SnapshotSource } from './snapshot-source.ts'

/** Within a string the quotes would be escaped, so that these bytes are the key and nothing else. */
const KEY: readonly number[] = Array.from('"strings":', (letter) => letter.charCodeAt(0))
const BLOCK_BYTES = 1 << 20

export interface StringsFirst {
  readonly strings: StringColumns
  /** Offset of the byte after the key's colon. */
  readonly offset: number
}

/** The section `strings`; `null` where the text has none. O(length of the strings). Throws `SNAPSHOT_CORRUPT`. */
export function stringsFirst(source: SnapshotSource): StringsFirst | null {
  const offset = keyFromTheEnd(source)
  if (offset < 0) return null
  const reader = new StringArrayReader(source.byteLength - offset)
  let base = offset
  for (const chunk of chunksFrom(source, offset)) {
    reader.read(chunk, 0, base)
    if (reader.done) return { strings: reader.columns(), offset }
    base += chunk.length
  }
  return null
}

/** Searches from the end, as R. Horspool's "Practical fast searching in strings" (1980) does from the begin. */
function keyFromTheEnd(source: SnapshotSource): number {
  const length = KEY.length
  /** By the byte where the key would begin: how far the key must go back to have it there. */
  const back = new Uint8Array(256).fill(length)
  for (let at = length - 1; at > 0; at--) back[KEY[at]] = at
  const block = new Uint8Array(BLOCK_BYTES + length)
  for (let end = source.byteLength; end > 0;) {
    const begin = Math.max(0, end - BLOCK_BYTES)
    // The key may lie across the border to the block that was searched before.
    const bytes = block.subarray(0, source.read(block.subarray(0, end - begin + length - 1), begin))
    for (let at = bytes.length - length; at >= 0; at -= back[bytes[at]]) {
      if (bytes[at] === KEY[0] && KEY.every((byte, place) => bytes[at + place] === byte)) {
        return begin + at + length
      }
    }
    end = begin
  }
  return -1
}
