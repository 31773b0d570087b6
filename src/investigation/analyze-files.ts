// `tidemark analyze`: one to three snapshot files as a report without a trend; or one or two heap profiles.

import { basename } from 'node:path'
import { NO_LIVE_FACTS, diagnose } from '../diagnosis/index.ts'
import type { IsolateEvidence, SnapshotEvidence, SourceLookup } from '../diagnosis/index.ts'
import { REPORT_SCHEMA, TidemarkError } from '../protocol/index.ts'
import type { ProfileReport, Report } from '../protocol/index.ts'
import { startAnalysis } from './analysis.ts'
import type { Analysis } from './analysis.ts'
import { checkFiles } from './input/open-input.ts'
import { isolateReport } from './isolate-report.ts'
import type { HeapProfile } from './profiles/heap-profile.ts'
import { profileReport } from './profiles/profile-report.ts'
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

/** What the files held, by their content: told apart by `schema`. */
export type FilesAnswer = Report | ProfileReport

/** Rejects with a coded error for unreadable and broken files; nothing is written or removed. */
export async function analyzeFiles(request: FilesRequest): Promise<FilesAnswer> {
  const { files, cwd } = request
  checkFiles(files, MOST_FILES)
  const analysis = startAnalysis(files.includes('-') ? { stdin: process.stdin } : {})
  const startedAt = performance.now()
  const cancel = (): void => void analysis.close()
  request.signal.addEventListener('abort', cancel, { once: true })
  try {
    const { snapshots, profiles, unused } = await readAll(request, analysis)
    const lookup = sourceLookup({ cwd, liveMaps: new Map() })
    if (snapshots === null) {
      return profileReport({ files, profiles, lookup, version: request.version })
    }
    const durationMs = performance.now() - startedAt
    return snapshotReport(request, { snapshots, lookup, unused, durationMs })
  } finally {
    request.signal.removeEventListener('abort', cancel)
    await analysis.close()
  }
}

interface ReadSnapshots {
  readonly snapshots: SnapshotEvidence
  readonly lookup: SourceLookup
  readonly unused: ReadonlySet<string>
  readonly durationMs: number
}

function snapshotReport(
  { files, version }: FilesRequest,
  { snapshots, lookup, unused, durationMs }: ReadSnapshots,
): Report {
  const evidence = fileEvidence(snapshots)
  const diagnosis = diagnose(evidence, lookup)
  const facts = { pid: 0, threadId: 0, role: 'file' as const, entry: files.at(-1) ?? null }
  const isolate = isolateReport({ facts, evidence, diagnosis, samples: [], lookup })
  const { verdict, findings, bounded } = diagnosis
  return {
    schema: REPORT_SCHEMA,
    version,
    createdAt: new Date().toISOString(),
    partial: false,
    target: {
      kind: 'snapshot',
      command: files,
      pid: null,
      runtime: { name: 'unknown', version: null },
      durationMs: Math.round(durationMs),
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
    notes: [...fileNotes(files, snapshots), ...unusedNotes(unused)],
    intrusion: null,
    falseDiscoveryRate: null,
  }
}

interface Read {
  /** Of all files together; `null` where they are profiles. */
  readonly snapshots: SnapshotEvidence | null
  readonly profiles: readonly HeapProfile[]
  readonly unused: ReadonlySet<string>
}

async function readAll(request: FilesRequest, analysis: Analysis): Promise<Read> {
  let snapshots: SnapshotEvidence | null = null
  const profiles: HeapProfile[] = []
  const unused = new Set<string>()
  for (const [index, path] of request.files.entries()) {
    const timer = setInterval(
      () => request.onProgress?.(path === '-' ? 'stdin' : basename(path), analysis.pending.share),
      200,
    )
    try {
      const alone = request.files.length === 1
      const file = { isolate: 'files', path, atMs: 0, work: index, keep: true, alone }
      const found = await analysis.read(file)
      if (found.kind === 'profile') profiles.push(found.profile)
      else {
        snapshots = found.evidence
        for (const section of found.unused) unused.add(section)
      }
    } finally {
      clearInterval(timer)
    }
  }
  if (snapshots !== null && profiles.length > 0) {
    throw new TidemarkError('USAGE', 'snapshots and heap profiles cannot be read together')
  }
  return { snapshots, profiles, unused }
}

/** Trace data say who allocated what, and when; the names of sections are those of the file. */
function unusedNotes(unused: ReadonlySet<string>): string[] {
  if (unused.size === 0) return []
  const sections = [...unused].slice(0, 8).join(', ')
  return [
    `Read as a snapshot: what else the file holds was not used (${sections}), so what was allocated when, and by whom, is not in the report.`,
  ]
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
