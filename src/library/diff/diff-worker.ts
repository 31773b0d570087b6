// The thread that reads the two snapshots of a HeapDiff: their graphs never enter the program's own heap.

import { closeSync, openSync, readSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { SnapshotError, readSnapshot } from '../../heap/index.ts'
import { countedDiff, firstCounts } from './class-counts.ts'
import type { DiffAnswer, DiffTask } from './diff-message.ts'

const CHUNK_BYTES = 1 << 20

const task = workerData as DiffTask
const answer = await diff().catch(refusal)
task.port.postMessage(answer)
Atomics.store(task.progress, 0, 1)
Atomics.notify(task.progress, 0)

async function diff(): Promise<DiffAnswer> {
  const first = firstCounts(await readSnapshot(chunksOf(task.before)))
  return { ok: true, diff: countedDiff(first, await readSnapshot(chunksOf(task.after))) }
}

function refusal(error: unknown): DiffAnswer {
  const message = error instanceof Error ? error.message : String(error)
  return { ok: false, code: error instanceof SnapshotError ? error.code : 'INTERNAL', message }
}

/** One buffer is used again and again; the reader keeps nothing of it. */
function* chunksOf(file: string): Generator<Uint8Array> {
  const descriptor = openSync(file, 'r')
  try {
    const buffer = new Uint8Array(CHUNK_BYTES)
    for (;;) {
      const count = readSync(descriptor, buffer, 0, CHUNK_BYTES, null)
      if (count === 0) return
      Atomics.add(task.progress, 1, 1)
      yield buffer.subarray(0, count)
    }
  } finally {
    closeSync(descriptor)
  }
}
