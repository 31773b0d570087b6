// The worker thread's program: reads a snapshot, compares it with the isolate's earlier ones, answers with evidence.

import { rmSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { EMPTY_HISTORY, nextEvidence } from '../diagnosis/index.ts'
import type { SnapshotHistory } from '../diagnosis/index.ts'
import { readSnapshot } from '../heap/index.ts'
import type { AnalysisReply, AnalysisRequest, SnapshotFile } from './analysis-message.ts'
import { failureOf } from './failure-of.ts'
import { openInput } from './input/open-input.ts'
import type { Input } from './input/open-input.ts'
import { isHeapProfile, readHeapProfile } from './profiles/heap-profile.ts'

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

async function answer({ id, file }: AnalysisRequest): Promise<void> {
  let input: Input | null = null
  try {
    input = await openInput(file.path, {
      remove: file.keep !== true,
      onProgress: (share) => progress(READING_SHARE * share),
    })
    if (isHeapProfile(input.head)) {
      post({ type: 'profile', id, profile: await readHeapProfile(input.chunks) })
    } else await analyse(id, file, input)
  } catch (error) {
    post({ type: 'failed', id, ...failureOf(error, file.path) })
  } finally {
    await input?.close()
    if (file.keep !== true) rmSync(file.path, { force: true })
  }
}

async function analyse(id: number, file: SnapshotFile, input: Input): Promise<void> {
  const { chunks, byteLength } = input
  const unused: string[] = []
  const graph = await readSnapshot(chunks, {
    onUnused: (section) => void unused.push(section),
    ...(byteLength === null ? {} : { byteLength }),
  })
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
  post({ type: 'evidence', id, evidence: next.evidence, unused })
}
