// The worker thread that reads snapshots and finds what grew: the graph never enters the main thread, which keeps
// the user's screen and signals alive. Snapshots of one isolate are analysed in the order they are submitted.

import { Worker } from 'node:worker_threads'
import type { SnapshotEvidence } from '../diagnosis/index.ts'
import { TidemarkError } from '../protocol/index.ts'
import type { AnalysisReply, AnalysisRequest, SnapshotFile } from './analysis-message.ts'

export interface Analysis {
  /** Reads the file, compares it with the isolate's earlier ones; the file is removed unless told otherwise. */
  submit(file: SnapshotFile): Promise<SnapshotEvidence>
  /** How many submissions are not answered yet, and the share done of the one under way. */
  readonly pending: { readonly count: number; readonly share: number }
  /** Resolves when nothing is pending. */
  settled(): Promise<void>
  close(): Promise<void>
}

interface Waiting {
  readonly resolve: (evidence: SnapshotEvidence) => void
  readonly reject: (error: unknown) => void
}

/** Starts the worker when the first snapshot comes. */
export function startAnalysis(): Analysis {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let nextId = 1
  let share = 0
  let idle: (() => void)[] = []

  function settle(id: number, act: (entry: Waiting) => void): void {
    const entry = waiting.get(id)
    waiting.delete(id)
    if (entry !== undefined) act(entry)
    if (waiting.size > 0) return
    for (const resolve of idle) resolve()
    idle = []
  }

  function failAll(error: unknown): void {
    for (const id of waiting.keys()) settle(id, (entry) => entry.reject(error))
    worker = null
  }

  function running(): Worker {
    if (worker !== null) return worker
    worker = new Worker(new URL('./analysis-worker.js', import.meta.url), {
      env: { ...process.env, NODE_OPTIONS: '', TIDEMARK_SOCKET: '' },
      execArgv: [],
    })
    worker.on('message', (reply: AnalysisReply) => {
      if (reply.type === 'progress') share = reply.share
      else if (reply.type === 'evidence') settle(reply.id, (entry) => entry.resolve(reply.evidence))
      else
        settle(reply.id, (entry) =>
          entry.reject(new TidemarkError(reply.code, reply.message, reply.details)),
        )
    })
    const own = worker
    worker.on('error', failAll)
    worker.on('exit', () => {
      if (worker === own) failAll(new TidemarkError('CANCELLED', 'the analysis was stopped'))
    })
    return worker
  }

  return {
    submit(file) {
      const id = nextId++
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        running().postMessage({ type: 'analyse', id, file } satisfies AnalysisRequest)
      })
    },
    get pending() {
      return { count: waiting.size, share }
    },
    settled: () =>
      waiting.size === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve)),
    async close() {
      await worker?.terminate()
    },
  }
}
