// The bytes that a command is given: a file or stdin, unpacked where they are packed, with their beginning to tell what they are.

import { closeSync, fstatSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import { TidemarkError } from '../../protocol/index.ts'
import { packingOf, unpacked } from './unpacked.ts'

export interface Input {
  /** The first bytes of the unpacked text, a few kilobytes where there are so many. */
  readonly head: Uint8Array
  /** All of them, once. A chunk is overwritten when the next one is taken. */
  readonly chunks: AsyncIterable<Uint8Array>
  /** Length of the text; `null` where it is not known before. */
  readonly byteLength: number | null
  /** Lets go of the file. */
  close(): Promise<void>
}

export interface InputOptions {
  /** The file is nobody's: it loses its name before it is read, so that no crash leaves it behind. */
  readonly remove?: boolean
  /** Share read, 0 to 1; not told where the length is not known. */
  readonly onProgress?: (share: number) => void
}

const CHUNK_BYTES = 1 << 20
const HEAD_BYTES = 4096

/** `-` is stdin. Rejects with a coded error, also while the chunks are read. */
export async function openInput(file: string, options: InputOptions = {}): Promise<Input> {
  const size = file === '-' ? null : checkFile(file)
  const source = file === '-' ? fromStdin() : fromFile(file, options)
  const raw = await peeked(source)
  const packing = packingOf(raw.head)
  if (packing === null) return { ...raw, byteLength: size }
  return { ...(await peeked(unpacked(raw.chunks, packing))), byteLength: null }
}

/** Throws where there are more than `most`, one is no file, or stdin is named twice. */
export function checkFiles(files: readonly string[], most: number): void {
  if (files.length > most) {
    throw new TidemarkError('USAGE', `at most ${most} files, ${files.length} were given`, {
      hint: 'give the first, a middle and the last snapshot',
    })
  }
  if (files.filter((file) => file === '-').length > 1) {
    throw new TidemarkError('USAGE', 'stdin can be read once')
  }
  for (const file of files) if (file !== '-') checkFile(file)
}

/** Length of a file that can be read; throws `FILE_UNREADABLE`. */
function checkFile(file: string): number {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat?.isFile() === true) return stat.size
  const why = stat === undefined ? 'there is no such file' : 'this is not a file'
  throw new TidemarkError('FILE_UNREADABLE', why, { file })
}

type Chunks = AsyncGenerator<Uint8Array, void, undefined>

async function peeked(source: Chunks): Promise<Omit<Input, 'byteLength'>> {
  const first: Uint8Array[] = []
  let length = 0
  let isOver = false
  while (length < HEAD_BYTES && !isOver) {
    const next = await source.next()
    if (next.done === true) isOver = true
    else {
      // What is short is kept while more is read into the same buffer.
      first.push(next.value.length < HEAD_BYTES ? next.value.slice() : next.value)
      length += next.value.length
    }
  }
  const head = Buffer.concat(first.map((chunk) => chunk.subarray(0, HEAD_BYTES)))
  return { head, chunks: again(first, source), close: async () => void (await source.return()) }
}

async function* again(first: Uint8Array[], rest: Chunks): Chunks {
  yield* first
  yield* rest
}

async function* fromStdin(): Chunks {
  for await (const chunk of process.stdin) yield chunk as Uint8Array
}

async function* fromFile(file: string, { remove, onProgress }: InputOptions): Chunks {
  const descriptor = openSync(file, 'r')
  try {
    const { size } = fstatSync(descriptor)
    if (remove === true && process.platform !== 'win32') rmSync(file)
    const buffer = new Uint8Array(CHUNK_BYTES)
    for (let at = 0; ;) {
      const count = readSync(descriptor, buffer, 0, CHUNK_BYTES, null)
      if (count === 0) return
      at += count
      onProgress?.(size === 0 ? 0 : at / size)
      yield buffer.subarray(0, count)
    }
  } finally {
    closeSync(descriptor)
  }
}
