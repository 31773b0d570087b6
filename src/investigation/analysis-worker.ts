// The worker thread's program: reads a snapshot, compares it with the isolate's earlier ones, answers with evidence.

import {
  closeSync,
  createReadStream,
  fstatSync,
  openSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { createGunzip } from 'node:zlib'
import { EMPTY_HISTORY, nextEvidence } from '../diagnosis/index.ts'
import type { SnapshotHistory } from '../diagnosis/index.ts'
import { SnapshotError, readSnapshot } from '../heap/index.ts'
import type { HeapGraph } from '../heap/index.ts'
import type { ErrorCode } from '../protocol/index.ts'
import type { AnalysisReply, AnalysisRequest, SnapshotFile } from './analysis-message.ts'

const CHUNK_BYTES = 1 << 20
const PROGRESS_EVERY_MS = 150
/** Reading the file is about half of the work. */
const READING_SHARE = 0.5

const histories = new Map<string, SnapshotHistory>()
const port = parentPort
let queue: Promise<void> = Promise.resolve()
let toldAt = 0

port?.on('message', (request: AnalysisRequest) => {
  queue = queue.then(() => answer(request))
})

function post(reply: AnalysisReply): void {
  port?.postMessage(reply)
}

function progress(share: number): void {
  const now = performance.now()
  if (now - toldAt < PROGRESS_EVERY_MS) return
  toldAt = now
  post({ type: 'progress', share })
}

async function answer(request: AnalysisRequest): Promise<void> {
  const { id, file } = request
  try {
    const graph = await read(file)
    const history = histories.get(file.isolate) ?? EMPTY_HISTORY
    const meta = {
      atMs: file.atMs,
      work: file.work,
      alone: file.alone === true,
      fromFile: file.keep === true,
      ownIds: file.ownIds === true,
    }
    const next = nextEvidence(graph, history, meta, {
      onProgress: (share) => progress(READING_SHARE + (1 - READING_SHARE) * share),
    })
    histories.set(file.isolate, next.history)
    post({ type: 'evidence', id, evidence: next.evidence })
  } catch (error) {
    post({ type: 'failed', id, ...failure(error, file) })
  } finally {
    if (file.keep !== true) rmSync(file.path, { force: true })
  }
}

async function read(file: SnapshotFile): Promise<HeapGraph> {
  const onProgress = (share: number): void => progress(READING_SHARE * share)
  if (isGzip(file.path)) {
    const unpacked = createReadStream(file.path).pipe(createGunzip({ chunkSize: CHUNK_BYTES }))
    return readSnapshot(unpacked, {})
  }
  return readSnapshot(chunksOf(file, onProgress), { byteLength: statSync(file.path).size })
}

/**
 * The file's chunks; one buffer is used again and again, the reader keeps nothing of it. A snapshot that was taken for
 * this reading loses its name before it is read: from then on nobody else can open it, and no crash leaves it behind.
 */
function* chunksOf(
  { path, keep }: SnapshotFile,
  onProgress: (share: number) => void,
): Generator<Uint8Array> {
  const descriptor = openSync(path, 'r')
  try {
    if (keep !== true && process.platform !== 'win32') rmSync(path)
    const { size } = fstatSync(descriptor)
    const buffer = new Uint8Array(CHUNK_BYTES)
    for (let at = 0; ;) {
      const count = readSync(descriptor, buffer, 0, CHUNK_BYTES, null)
      if (count === 0) return
      at += count
      onProgress(size === 0 ? 0 : at / size)
      yield buffer.subarray(0, count)
    }
  } finally {
    closeSync(descriptor)
  }
}

/** By its first two bytes, whatever the name says. */
function isGzip(path: string): boolean {
  const descriptor = openSync(path, 'r')
  try {
    const head = new Uint8Array(2)
    return readSync(descriptor, head, 0, 2, 0) === 2 && head[0] === 0x1f && head[1] === 0x8b
  } finally {
    closeSync(descriptor)
  }
}

function failure(
  error: unknown,
  file: SnapshotFile,
): { code: ErrorCode; message: string; details: { file: string; offset?: number; hint?: string } } {
  if (error instanceof SnapshotError) {
    const hint = error.hint === undefined ? {} : { hint: error.hint }
    return {
      code: error.code,
      message: error.message,
      details: { file: file.path, offset: error.offset, ...hint },
    }
  }
  const message = error instanceof Error ? error.message : String(error)
  const ofSystem = error instanceof Error && ('syscall' in error || /^Z_|^ERR_/.test(codeOf(error)))
  if (ofSystem) return { code: 'FILE_UNREADABLE', message, details: { file: file.path } }
  return { code: 'INTERNAL', message, details: { file: file.path } }
}

function codeOf(error: Error): string {
  const code: unknown = Reflect.get(error, 'code')
  return typeof code === 'string' ? code : ''
}
