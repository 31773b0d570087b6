// Redaction of a text in one call, for tests.

import { SnapshotRedactor } from '../../src/heap/index.ts'
import type { KeptNames, RedactionCounts } from '../../src/heap/index.ts'
import { chunksOf } from './heap-builder.ts'
import type { SnapshotDocument } from './heap-builder.ts'

export interface Redacted {
  readonly text: string
  readonly document: SnapshotDocument
  readonly counts: RedactionCounts
  /** The largest piece that was handed out, in bytes. */
  readonly largestPiece: number
}

export interface RedactedOptions {
  readonly chunkBytes?: number
  /** A number that the key is made of. */
  readonly key?: number
  readonly names?: KeptNames
  readonly acceptTokens?: boolean
}

export function redacted(source: string | object, options: RedactedOptions = {}): Redacted {
  const { chunkBytes = 65536, key = 1, ...rest } = options
  const text = typeof source === 'string' ? source : JSON.stringify(source)
  const decoder = new TextDecoder()
  let out = ''
  let largestPiece = 0
  const redactor = new SnapshotRedactor({ key: new Uint8Array(16).fill(key), ...rest }, (piece) => {
    largestPiece = Math.max(largestPiece, piece.length)
    out += decoder.decode(piece, { stream: true })
  })
  for (const chunk of chunksOf(text, chunkBytes)) redactor.push(chunk)
  const counts = redactor.finish()
  return { text: out, document: JSON.parse(out) as SnapshotDocument, counts, largestPiece }
}
