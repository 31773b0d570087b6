// `tidemark redact`: snapshot files of one series to files without contents, under one key that nobody keeps.

import { randomBytes } from 'node:crypto'
import { realpathSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { HASH_KEY_BYTES, SnapshotError, redactSnapshot } from '../../heap/index.ts'
import type { KeptNames, RedactionCounts } from '../../heap/index.ts'
import { TidemarkError } from '../../protocol/index.ts'
import { openInput } from '../input/open-input.ts'
import { privateFile } from './private-file.ts'

export interface RedactRequest {
  /** Snapshots of one process, so that equal strings are equal in all of them; `-` is stdin. */
  readonly inputs: readonly string[]
  /** A file, `-` for stdout, or a folder, which several inputs need. */
  readonly output: string
  readonly names: KeptNames
  readonly signal: AbortSignal
  readonly onProgress?: (file: string, share: number) => void
}

export interface RedactedFile {
  readonly input: string
  readonly output: string
  readonly counts: RedactionCounts
}

/** Files appear whole, with mode 0600, or not at all. Rejects with a coded error. */
export async function redactFiles(request: RedactRequest): Promise<RedactedFile[]> {
  const { inputs } = request
  const outputs = inputs.map((input) => outputOf(input, request))
  if (new Set(outputs).size < outputs.length) {
    throw new TidemarkError('USAGE', 'two of the files have one name: redact them one by one')
  }
  const key = randomBytes(HASH_KEY_BYTES)
  const done: RedactedFile[] = []
  try {
    for (const [at, input] of inputs.entries()) {
      const output = outputs[at] ?? ''
      done.push({ input, output, counts: await redactFile(input, output, key, request) })
    }
  } finally {
    key.fill(0)
  }
  return done
}

async function redactFile(
  input: string,
  output: string,
  key: Uint8Array,
  request: RedactRequest,
): Promise<RedactionCounts> {
  const source = await openInput(input).catch((error: unknown) => {
    throw fileError(error, input)
  })
  const { chunks, byteLength } = source
  const file = output === '-' ? null : privateFile(output)
  let counts: RedactionCounts | null = null
  try {
    const redacted = redactSnapshot(chunks, {
      key,
      names: request.names,
      signal: request.signal,
      onProgress: (share) => request.onProgress?.(basename(input), share),
      onCounts: (found) => (counts = found),
      ...(byteLength === null ? {} : { byteLength }),
    })
    for await (const piece of redacted) {
      if (file === null) await toStdout(piece)
      else file.write(piece)
    }
    file?.keep()
  } catch (error) {
    throw fileError(error, input)
  } finally {
    file?.discard()
    await source.close()
  }
  if (counts === null) throw new TidemarkError('INTERNAL', 'the file was not read to its end')
  return counts
}

/** An error of the reader with the file's name. */
export function fileError(error: unknown, file: string): unknown {
  if (error instanceof SnapshotError) {
    const { code, message, offset, hint } = error
    return new TidemarkError(code, message, { file, offset, hint, cause: error })
  }
  if (error instanceof TidemarkError) {
    const { code, message, details } = error
    return new TidemarkError(code, message, { file, ...details })
  }
  if (!(error instanceof Error)) return error
  return 'code' in error
    ? new TidemarkError('FILE_UNREADABLE', error.message, { file, cause: error })
    : error
}

function outputOf(input: string, { inputs, output }: RedactRequest): string {
  if (output === '-') {
    if (inputs.length > 1) throw new TidemarkError('USAGE', 'stdout takes one file, not several')
    return output
  }
  const isFolder = statSync(output, { throwIfNoEntry: false })?.isDirectory() === true
  if (inputs.length > 1 && !isFolder) {
    throw new TidemarkError(
      'USAGE',
      'the last argument must be a folder where several files are redacted',
    )
  }
  const name = input === '-' ? 'stdin.heapsnapshot' : basename(input).replace(/\.(?:gz|zst)$/, '')
  const file = isFolder ? join(output, name) : output
  if (input !== '-' && isSame(input, file)) {
    throw new TidemarkError('USAGE', 'the redacted file would replace the file itself', { file })
  }
  return file
}

function isSame(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other)
  } catch {
    return false
  }
}

async function toStdout(piece: Uint8Array): Promise<void> {
  if (process.stdout.write(piece)) return
  await new Promise<void>((resolve) => process.stdout.once('drain', () => resolve()))
}
