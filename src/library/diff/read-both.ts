// Two snapshot files to their difference, without a turn of the event loop: `end()` of a HeapDiff answers at once, as it did.

import { MessageChannel, Worker, receiveMessageOnPort } from 'node:worker_threads'
import { TidemarkError } from '../../protocol/index.ts'
import type { CountedDiff } from './class-counts.ts'
import type { DiffAnswer, DiffTask } from './diff-message.ts'

/** A thread that reads nothing for so long has died of its own snapshot. */
const LONGEST_SILENCE_MS = 120_000

/** Waits for a worker thread that reads both: the caller stands still anyway, and keeps its heap for itself. */
export function readBoth(before: string, after: string): CountedDiff {
  const { port1, port2 } = new MessageChannel()
  const progress = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
  const task: DiffTask = { before, after, port: port2, progress }
  const worker = new Worker(new URL('./diff-worker.js', import.meta.url), {
    workerData: task,
    transferList: [port2],
    env: { ...process.env, NODE_OPTIONS: '', TIDEMARK_SOCKET: '' },
    execArgv: [],
  })
  worker.unref()
  try {
    waitFor(progress)
    const answer = receiveMessageOnPort(port1)?.message as DiffAnswer | undefined
    if (answer === undefined) {
      throw new TidemarkError('INTERNAL', 'the snapshots of a HeapDiff could not be read in time')
    }
    if (!answer.ok) throw new TidemarkError(answer.code, answer.message)
    return answer.diff
  } finally {
    port1.close()
    void worker.terminate()
  }
}

/** Until it is done, or shows no sign of life. */
function waitFor(progress: Int32Array): void {
  let seen = -1
  while (Atomics.load(progress, 0) === 0 && seen !== Atomics.load(progress, 1)) {
    seen = Atomics.load(progress, 1)
    Atomics.wait(progress, 0, 0, LONGEST_SILENCE_MS)
  }
}
