// Packed bytes as what they were before: gzip and Zstandard are told by their first bytes, whatever a file is called.

import { Readable, pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { TidemarkError } from '../../protocol/index.ts'
import { unpackZstd } from './zstd.ts'

export type Packing = 'gzip' | 'zstd'

const CHUNK_BYTES = 1 << 20
/** Snapshots become 10 to 30 times smaller. What unpacks to more than this is made to fill the memory. */
const MOST_TIMES = 1500
const SMALL_BYTES = 64 * 1024 * 1024

/** How data that begin so are packed; `null` for those that are not, or in no way that is known. */
export function packingOf(head: Uint8Array): Packing | null {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  const isFrame = head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd
  const isSkippable =
    ((head[0] ?? 0) & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18
  return isFrame || isSkippable ? 'zstd' : null
}

/** The unpacked bytes. Rejects with `FILE_UNREADABLE` where they are damaged, and where they grow beyond all measure. */
export async function* unpacked(
  chunks: AsyncIterable<Uint8Array>,
  packing: Packing,
): AsyncGenerator<Uint8Array, void, undefined> {
  const taken = { bytes: 0 }
  let given = 0
  try {
    for await (const piece of unpack(copies(chunks, taken), packing)) {
      given += piece.length
      if (given > SMALL_BYTES + MOST_TIMES * taken.bytes) {
        throw new TidemarkError('SNAPSHOT_TOO_LARGE', 'the file unpacks to more than it can hold')
      }
      yield piece
    }
  } catch (cause) {
    if (cause instanceof TidemarkError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new TidemarkError(
      'FILE_UNREADABLE',
      `its ${packing} data cannot be unpacked: ${reason}`,
      {
        hint: 'Copy or pack the file again; it has been damaged or cut off.',
        cause,
      },
    )
  }
}

function unpack(chunks: AsyncIterable<Uint8Array>, packing: Packing): AsyncIterable<Uint8Array> {
  if (packing === 'zstd') return unpackZstd(chunks)
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES })
  pipeline(Readable.from(chunks, { objectMode: false }), gunzip, () => {})
  return gunzip
}

/** A reader uses its buffer again before a stream is done with it. */
async function* copies(
  chunks: AsyncIterable<Uint8Array>,
  taken: { bytes: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    taken.bytes += chunk.length
    yield chunk.slice()
  }
}
