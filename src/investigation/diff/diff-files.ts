// `tidemark diff`: what grew between two snapshot files, as a report without a verdict.

import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { PlacedClass, SnapshotDiff, SourceLookup } from '../../diagnosis/index.ts'
import { DIFF_SCHEMA, TidemarkError } from '../../protocol/index.ts'
import type { DiffClass, DiffReport } from '../../protocol/index.ts'
import { checkFiles } from '../input/open-input.ts'
import { sourceLookup } from '../source-lookup.ts'
import type { DiffReply, DiffTask } from './diff-message.ts'

export interface DiffRequest {
  /** The first snapshot and the second; one may be `-`, which is stdin. */
  readonly files: readonly [string, string]
  readonly cwd: string
  readonly version: string
  readonly signal: AbortSignal
  readonly onProgress?: (file: string, share: number) => void
}

/** Rejects with a coded error; nothing is written. */
export async function diffFiles(request: DiffRequest): Promise<DiffReport> {
  const { files, cwd, version } = request
  checkFiles(files, files.length)
  const { diff, unused } = await compared(request)
  const lookup = sourceLookup({ cwd, liveMaps: new Map() })
  return {
    schema: DIFF_SCHEMA,
    version,
    createdAt: new Date().toISOString(),
    files,
    sameProcess: diff.sameProcess,
    totalBytes: diff.totalBytes,
    classes: diff.classes.map((row) => placed(row, lookup)),
    paths: diff.paths,
    dominators: diff.dominators,
    notes: notesOf(diff, unused),
  }
}

type Compared = Extract<DiffReply, { type: 'diff' }>

async function compared({ files, signal, onProgress }: DiffRequest): Promise<Compared> {
  const stdin = files.includes('-') ? process.stdin : null
  const worker = new Worker(new URL('./diff-worker.js', import.meta.url), {
    workerData: { files } satisfies DiffTask,
    env: { ...process.env, NODE_OPTIONS: '', TIDEMARK_SOCKET: '' },
    execArgv: [],
    stdin: stdin !== null,
  })
  if (stdin !== null && worker.stdin !== null) stdin.pipe(worker.stdin)
  const cancel = (): void => void worker.terminate()
  signal.addEventListener('abort', cancel, { once: true })
  const answer = new Promise<Compared>((resolve, reject) => {
    worker.on('message', (reply: DiffReply) => {
      if (reply.type === 'progress') onProgress?.(basename(reply.file), reply.share)
      else if (reply.type === 'diff') resolve(reply)
      else reject(new TidemarkError(reply.code, reply.message, reply.details))
    })
    worker.once('error', reject)
    worker.once('exit', () => reject(new TidemarkError('CANCELLED', 'the comparison was stopped')))
  })
  try {
    return await answer
  } finally {
    signal.removeEventListener('abort', cancel)
    stdin?.destroy()
    await worker.terminate()
  }
}

function placed(row: PlacedClass, lookup: SourceLookup): DiffClass {
  const { className, position, objects, shallowBytes } = row
  const source = position === null ? null : (lookup.place(position)?.source ?? null)
  return { className, source, objects, shallowBytes }
}

function notesOf({ sameProcess }: SnapshotDiff, unused: readonly string[]): string[] {
  return [
    'Growth between two moments may be a cache that fills or work under way: this is a comparison, not a verdict.',
    ...(sameProcess
      ? []
      : [
          'The files are not from one process: objects were matched by path, not by their numbers.',
        ]),
    ...(unused.length === 0
      ? []
      : [`What else the files hold was not used: ${unused.slice(0, 8).join(', ')}.`]),
  ]
}
