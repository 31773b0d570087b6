// The thread's program that compares two snapshots: of the first one only what is compared is kept while the second is read.

import { parentPort, workerData } from 'node:worker_threads'
import { diffBase, snapshotDiff } from '../../diagnosis/index.ts'
import { readSnapshot } from '../../heap/index.ts'
import type { HeapGraph } from '../../heap/index.ts'
import { TidemarkError } from '../../protocol/index.ts'
import { failureOf } from '../failure-of.ts'
import { openInput } from '../input/open-input.ts'
import { isHeapProfile } from '../profiles/heap-profile.ts'
import type { DiffReply, DiffTask } from './diff-message.ts'

const PROGRESS_EVERY_MS = 150

const { files } = workerData as DiffTask
const unused = new Set<string>()
let reading = files[0]
let toldAt = 0

try {
  const base = diffBase(await graphOf(files[0]))
  const diff = snapshotDiff(base, await graphOf(files[1]))
  post({ type: 'diff', diff, unused: [...unused] })
} catch (error) {
  post({ type: 'failed', ...failureOf(error, reading) })
}

async function graphOf(file: string): Promise<HeapGraph> {
  reading = file
  const input = await openInput(file, { onProgress })
  const { head, chunks, byteLength } = input
  try {
    if (isHeapProfile(head)) {
      throw new TidemarkError('SNAPSHOT_NOT_A_SNAPSHOT', 'it is a sampling heap profile', {
        hint: 'Compare heap profiles with tidemark analyze.',
      })
    }
    return await readSnapshot(chunks, {
      onUnused: (section) => void unused.add(section),
      ...(byteLength === null ? {} : { byteLength }),
    })
  } finally {
    await input.close()
  }
}

function onProgress(share: number): void {
  const now = performance.now()
  if (now - toldAt < PROGRESS_EVERY_MS) return
  toldAt = now
  post({ type: 'progress', file: reading, share })
}

function post(reply: DiffReply): void {
  parentPort?.postMessage(reply)
}
