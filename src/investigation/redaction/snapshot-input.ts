// The bytes of a snapshot from a file, unpacked where it is packed, or from stdin.

import { createReadStream, openSync, readSync, closeSync, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { TidemarkError } from '../../protocol/index.ts'

export interface SnapshotInput {
  readonly chunks: Readable
  /** `null` where it is not known before. */
  readonly byteLength: number | null
}

const CHUNK_BYTES = 1 << 18

/** `-` is stdin. Throws `FILE_UNREADABLE`. */
export function snapshotInput(file: string): SnapshotInput {
  if (file === '-') return { chunks: process.stdin, byteLength: null }
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat?.isFile() !== true) {
    const why = stat === undefined ? 'there is no such file' : 'this is not a file'
    throw new TidemarkError('FILE_UNREADABLE', why, { file })
  }
  const chunks = createReadStream(file, { highWaterMark: CHUNK_BYTES })
  if (!isGzip(file)) return { chunks, byteLength: stat.size }
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES })
  chunks.on('error', (error) => unpacked.destroy(error))
  return { chunks: chunks.pipe(unpacked), byteLength: null }
}

/** By its first two bytes, whatever the name says. */
function isGzip(file: string): boolean {
  const descriptor = openSync(file, 'r')
  try {
    const head = new Uint8Array(2)
    return readSync(descriptor, head, 0, 2, 0) === 2 && head[0] === 0x1f && head[1] === 0x8b
  } finally {
    closeSync(descriptor)
  }
}
