// A snapshot that can be read anywhere, not only from its begin to its end: a file, or bytes in memory.

/** Where the bytes of a snapshot are. */
export interface SnapshotSource {
  /** Length of the text in bytes. */
  readonly byteLength: number
  /**
   * Fills `into` from byte `offset` on; returns how many bytes were read, fewer than asked at the end of the text
   * only.
   */
  read(into: Uint8Array, offset: number): number
}

const CHUNK_BYTES = 1 << 20

/** The bytes from `offset` to the end; every chunk is the same buffer, filled anew. */
export function* chunksFrom(source: SnapshotSource, offset: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(CHUNK_BYTES)
  for (let at = offset; at < source.byteLength;) {
    const count = source.read(buffer, at)
    if (count === 0) return
    at += count
    yield count === CHUNK_BYTES ? buffer : buffer.subarray(0, count)
  }
}
