// `tidemark analyze`: one to three snapshot files as a report without a trend.

import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { NO_LIVE_FACTS, diagnose } from '../diagnosis/index.ts'
import type { IsolateEvidence, SnapshotEvidence } from '../diagnosis/index.ts'
import { REPORT_SCHEMA, TidemarkError } from '../protocol/index.ts'
import type { Report } from '../protocol/index.ts'
import { startAnalysis } from './analysis.ts'
import type { Analysis } from './analysis.ts'
import { isolateReport } from './isolate-report.ts'
import { sourceLookup } from './source-lookup.ts'
import { summarySentence } from './summary.ts'

export interface FilesRequest {
  readonly files: readonly string[]
  readonly cwd: string
  readonly version: string
  readonly signal: AbortSignal
  readonly onProgress?: (file: string, share: number) => void
}

const MOST_FILES = 3

/** Rejects with a coded error for unreadable and broken files; nothing is written or removed. */
export async function analyzeFiles(request: FilesRequest): Promise<Report> {
  const { files, cwd } = request
  checkFiles(files)
  const analysis = startAnalysis()
  const startedAt = performance.now()
  const cancel = (): void => void analysis.close()
  request.signal.addEventListener('abort', cancel, { once: true })
  try {
    const snapshots = await analyseAll(request, analysis)
    const evidence = fileEvidence(snapshots)
    const lookup = sourceLookup({ cwd, liveMaps: new Map() })
    const diagnosis = diagnose(evidence, lookup)
    const facts = { pid: 0, threadId: 0, role: 'file' as const, entry: files.at(-1) ?? null }
    const isolate = isolateReport({ facts, evidence, diagnosis, samples: [], lookup })
    const { verdict, findings, bounded } = diagnosis
    return {
      schema: REPORT_SCHEMA,
      version: request.version,
      createdAt: new Date().toISOString(),
      partial: false,
      target: {
        kind: 'snapshot',
        command: files,
        pid: null,
        runtime: { name: 'unknown', version: null },
        durationMs: Math.round(performance.now() - startedAt),
        exit: null,
        endedByUs: false,
      },
      verdict,
      verdictAtMs: null,
      summary: summarySentence({ verdict, findings, bounded, isolates: [isolate] }),
      isolates: [isolate],
      processes: [],
      findings,
      bounded,
      notes: fileNotes(files, snapshots),
      intrusion: null,
      falseDiscoveryRate: null,
    }
  } finally {
    request.signal.removeEventListener('abort', cancel)
    await analysis.close()
  }
}

function checkFiles(files: readonly string[]): void {
  if (files.length > MOST_FILES) {
    throw new TidemarkError(
      'USAGE',
      `analyze takes at most ${MOST_FILES} files, ${files.length} were given`,
      {
        hint: 'give the first, a middle and the last snapshot',
      },
    )
  }
  for (const file of files) {
    const stat = statSync(file, { throwIfNoEntry: false })
    if (stat?.isFile() === true) continue
    throw new TidemarkError(
      'FILE_UNREADABLE',
      stat === undefined ? 'there is no such file' : 'this is not a file',
      { file },
    )
  }
}

async function analyseAll(request: FilesRequest, analysis: Analysis): Promise<SnapshotEvidence> {
  let evidence: SnapshotEvidence | null = null
  for (const [index, path] of request.files.entries()) {
    const timer = setInterval(
      () => request.onProgress?.(basename(path), analysis.pending.share),
      200,
    )
    try {
      const alone = request.files.length === 1
      evidence = await analysis.submit({
        isolate: 'files',
        path,
        atMs: 0,
        work: index,
        keep: true,
        alone,
      })
    } finally {
      clearInterval(timer)
    }
  }
  if (evidence === null) throw new TidemarkError('USAGE', 'no snapshot file was given')
  return evidence
}

function fileEvidence(snapshots: SnapshotEvidence): IsolateEvidence {
  return {
    isolate: 'files',
    floor: null,
    external: null,
    operation: 'second',
    lastAtMs: 0,
    floorBytes: snapshots.totalBytes.at(-1) ?? 0,
    heapLimitBytes: 0,
    snapshots,
    sites: [],
    facts: NO_LIVE_FACTS,
    resources: { first: {}, last: {} },
    resourceSites: [],
    settled: {},
    settling: [],
    functionRuns: [],
    starved: false,
    stack: [],
  }
}

function fileNotes(files: readonly string[], snapshots: SnapshotEvidence): string[] {
  const notes: string[] = []
  if (files.length === 1) {
    notes.push(
      'One snapshot shows what is big, not what grows: the findings are suspects. Give a second file from later ' +
        'in the same process, better a third.',
    )
  } else {
    notes.push('Snapshot files have no trend: whether the growth goes on is not known.')
    if (files.length === 2)
      notes.push(
        'With two files each path had one round to grow; a third file makes it much surer.',
      )
    if (!snapshots.sameProcess)
      notes.push('The files are not from one process: objects were matched by path, not by id.')
  }
  return notes
}
