// `tidemark redact --verify`: whether a file is redacted, by the rules and by a search for secrets that must not be in it.

import { HASH_KEY_BYTES, redactSnapshot } from '../../heap/index.ts'
import type { KeptNames, RedactionCounts } from '../../heap/index.ts'
import { TidemarkError } from '../../protocol/index.ts'
import { openInput } from '../input/open-input.ts'
import { fileError } from './redact-files.ts'
import { SecretSearch } from './secret-search.ts'
import type { SecretHit } from './secret-search.ts'

export interface VerifyRequest {
  readonly file: string
  readonly names: KeptNames
  /** None of eight successive bytes of these may be in the file, in any usual encoding. */
  readonly secrets: readonly string[]
  readonly signal: AbortSignal
  readonly onProgress?: (share: number) => void
}

export interface Verification {
  /** Whether the rules would change nothing, and no secret was found. */
  readonly redacted: boolean
  readonly counts: RedactionCounts
  readonly hits: readonly SecretHit[]
}

/** Reads the file once; rejects with a coded error. */
export async function verifyRedaction(request: VerifyRequest): Promise<Verification> {
  const { file } = request
  const search = secretSearch(request.secrets)
  const source = await openInput(file).catch((error: unknown) => {
    throw fileError(error, file)
  })
  const { chunks, byteLength } = source
  let counts: RedactionCounts | null = null
  try {
    const passed = redactSnapshot(searched(chunks, search), {
      key: new Uint8Array(HASH_KEY_BYTES),
      names: request.names,
      acceptTokens: true,
      signal: request.signal,
      onProgress: (share) => request.onProgress?.(share),
      onCounts: (found) => (counts = found),
      ...(byteLength === null ? {} : { byteLength }),
    })
    for await (const piece of passed) void piece
  } catch (error) {
    throw fileError(error, file)
  } finally {
    await source.close()
  }
  if (counts === null) throw new TidemarkError('INTERNAL', 'the file was not read to its end')
  const { changed, renumbered, leftOut }: RedactionCounts = counts
  const redacted = changed + renumbered + leftOut + search.hits.length === 0
  return { redacted, counts, hits: search.hits }
}

function secretSearch(secrets: readonly string[]): SecretSearch {
  try {
    return new SecretSearch(secrets)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new TidemarkError('USAGE', error.message)
  }
}

async function* searched(
  chunks: AsyncIterable<Uint8Array>,
  search: SecretSearch,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    search.push(chunk)
    yield chunk
  }
}
