// Zstandard, unpacked by Node itself from 26 on and by a package of pure JavaScript before that, which is loaded only where it
// is needed. Node 22.15 to 24 can do it, too, but silently loses what follows the first frame.

import * as zlib from 'node:zlib'
import { Readable, pipeline } from 'node:stream'
import type { Transform } from 'node:stream'
import { ZstdWindows } from './zstd-windows.ts'

const FIRST_WITH_ALL_FRAMES = 26

/** The bytes of every frame, one after another. Rejects where they are damaged, cut off, or need a window over 128 MB. */
export function unpackZstd(
  chunks: AsyncIterable<Uint8Array>,
  native: boolean = hasNativeZstd(),
): AsyncIterable<Uint8Array> {
  return native ? unpackNatively(chunks) : unpackInJavaScript(chunks)
}

/** Whether this Node.js unpacks Zstandard itself, all frames of it. */
export function hasNativeZstd(): boolean {
  const hasAll = Number.parseInt(process.versions.node, 10) >= FIRST_WITH_ALL_FRAMES
  return hasAll && typeof Reflect.get(zlib, 'createZstdDecompress') === 'function'
}

function unpackNatively(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const make = Reflect.get(zlib, 'createZstdDecompress') as () => Transform
  const unpacked = make()
  pipeline(Readable.from(chunks, { objectMode: false }), unpacked, () => {})
  return unpacked
}

async function* unpackInJavaScript(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { Decompress } = await import('fzstd')
  const windows = new ZstdWindows()
  let ready: Uint8Array[] = []
  const unpacker = new Decompress((piece) => ready.push(piece))
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += STEP_BYTES) {
      const step = chunk.subarray(from, from + STEP_BYTES)
      windows.check(step)
      unpacker.push(step)
      yield* ready
      ready = []
    }
  }
  unpacker.push(new Uint8Array(0), true)
  yield* ready
}

/** So little at a time that what it unpacks to stays small: a block of 128 kB needs four bytes at least. */
const STEP_BYTES = 1 << 12
