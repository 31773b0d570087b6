// The worker thread that reads snapshots and finds what grew: the graph never enters the main thread, which keeps
// the user's screen and signals alive. Snapshots of one isolate are analysed in the order they are submitted.

import type { Readable } from 'node:stream'
import { Worker } from 'node:worker_threads'
import type { SnapshotEvidence } from '../diagnosis/index.ts'
import { TidemarkError } from '../protocol/index.ts'
import type { AnalysisReply, AnalysisRequest, SnapshotFile } from './analysis-message.ts'
import type { HeapProfile } from './profiles/heap-profile.ts'

/** What a file turned out to be, by its content. */
export type FileContents =
  | {
      readonly kind: 'snapshot'
      readonly evidence: SnapshotEvidence
      /** Sections of the file that nothing was made of. */
      readonly unused: readonly string[]
    }
  | { readonly kind: 'profile'; readonly profile: HeapProfile }

export interface Analysis {
  /** Reads the file, compares it with the isolate's earlier ones; the file is removed unless told otherwise. */
  submit(file: SnapshotFile): Promise<SnapshotEvidence>
  /** The same for a file of the user's, which may be something else; `-` is the stream of the options. */
  read(file: SnapshotFile): Promise<FileContents>
  /** How many submissions are not answered yet, and the share done of the one under way. */
  readonly pending: { readonly count: number; readonly share: number }
  /** Resolves when nothing is pending. */
  settled(): Promise<void>
  close(): Promise<void>
}

interface Waiting {
  readonly resolve: (contents: FileContents) => void
  readonly reject: (error: unknown) => void
}

export interface AnalysisOptions {
  /** What the file `-` stands for. */
  readonly stdin?: Readable
}

/** Starts the worker when the first snapshot comes. */
export function startAnalysis(options: AnalysisOptions = {}): Analysis {
  const { stdin } = options
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
    worker = startWorker(stdin)
    worker.on('message', (reply: AnalysisReply) => {
      if (reply.type === 'progress') share = reply.share
      else settle(reply.id, (entry) => answer(entry, reply))
    })
    const own = worker
    worker.on('error', failAll)
    worker.on('exit', () => {
      if (worker === own) failAll(new TidemarkError('CANCELLED', 'the analysis was stopped'))
    })
    return worker
  }

  function read(file: SnapshotFile): Promise<FileContents> {
    const id = nextId++
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      running().postMessage({ type: 'analyse', id, file } satisfies AnalysisRequest)
    })
  }

  return {
    read,
    async submit(file) {
      const found = await read(file)
      if (found.kind === 'snapshot') return found.evidence
      throw new TidemarkError('SNAPSHOT_NOT_A_SNAPSHOT', 'it is a sampling heap profile')
    },
    get pending() {
      return { count: waiting.size, share }
    },
    settled: () =>
      waiting.size === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve)),
    async close() {
      stdin?.destroy()
      await worker?.terminate()
    },
  }
}

function startWorker(stdin: Readable | undefined): Worker {
  const worker = new Worker(new URL('./analysis-worker.js', import.meta.url), {
    env: { ...process.env, NODE_OPTIONS: '', TIDEMARK_SOCKET: '' },
    execArgv: [],
    stdin: stdin !== undefined,
  })
  // A worker that waits for a descriptor could not be stopped before something came.
  if (stdin !== undefined && worker.stdin !== null) stdin.pipe(worker.stdin)
  return worker
}

function answer(entry: Waiting, reply: Exclude<AnalysisReply, { type: 'progress' }>): void {
  if (reply.type === 'profile') entry.resolve({ kind: 'profile', profile: reply.profile })
  else if (reply.type === 'evidence') {
    entry.resolve({ kind: 'snapshot', evidence: reply.evidence, unused: reply.unused })
  } else entry.reject(new TidemarkError(reply.code, reply.message, reply.details))
}
