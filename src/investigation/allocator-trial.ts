// The same program again with other settings of the C allocator, and with other allocators where they are installed: the
// proof of whether free memory that the allocator keeps would go.

import { readdirSync } from 'node:fs'
import type { Report } from '../protocol/index.ts'
import { runInvestigation } from './run.ts'
import type { RunHooks, RunRequest } from './run-request.ts'

/** A way to run the program. */
export interface Allocator {
  readonly name: string
  readonly environment: Readonly<Record<string, string>>
}

const SETTINGS: readonly Allocator[] = [
  { name: 'MALLOC_ARENA_MAX=1', environment: { MALLOC_ARENA_MAX: '1' } },
  {
    name: 'MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=131072',
    environment: { MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' },
  },
]
const LIBRARIES: readonly string[] = ['jemalloc', 'mimalloc']
const DIRECTORIES: readonly string[] = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib',
]
/** Less than this is not told from one run to the next. */
const NOTICED_SHARE = 0.1

/** Runs the program as it is and once more in each other way; the report is that of the first, with what came of the others. */
export async function allocatorTrial(request: RunRequest, hooks: RunHooks): Promise<Report> {
  const report = await runInvestigation(request, hooks)
  const usual = settledRss(report)
  const notes: string[] = []
  for (const allocator of allocators()) {
    if (hooks.signal.aborted) break
    const environment = { ...request.environment, ...allocator.environment }
    const again = await runInvestigation({ ...request, environment }, hooks)
    notes.push(trialNote(allocator.name, usual, settledRss(again)))
  }
  return { ...report, notes: [...report.notes, ...notes] }
}

/** What the trial says of one way to run the program. Bytes; `null` where none were read. */
export function trialNote(name: string, usual: number | null, tried: number | null): string {
  if (usual === null || tried === null) return `With ${name} the memory could not be compared.`
  const both = `${megabytes(tried)} of resident memory instead of ${megabytes(usual)}`
  const share = (usual - tried) / usual
  if (Math.abs(share) < NOTICED_SHARE) return `With ${name} nothing changed that matters: ${both}.`
  const percent = `${Math.round(100 * Math.abs(share))} %`
  return share > 0
    ? `With ${name} the program took ${both}, ${percent} less: that was free memory which the allocator kept.`
    : `With ${name} the program took ${both}, ${percent} more.`
}

/** The settings, and the allocators whose libraries are installed. */
function allocators(): Allocator[] {
  const installed = LIBRARIES.flatMap((name) => {
    const path = libraryPath(name)
    return path === null ? [] : [{ name: `LD_PRELOAD=${path}`, environment: { LD_PRELOAD: path } }]
  })
  return [...SETTINGS, ...installed]
}

function libraryPath(name: string): string | null {
  for (const directory of DIRECTORIES) {
    try {
      const file = readdirSync(directory).find((one) => one.startsWith(`lib${name}.so`))
      if (file !== undefined) return `${directory}/${file}`
    } catch {
      // Not on this system.
    }
  }
  return null
}

/** The median of the last third of the readings, over all processes. */
function settledRss(report: Report): number | null {
  let total = 0
  for (const { rssBytes } of report.processes) {
    const last = rssBytes.slice(Math.floor((rssBytes.length * 2) / 3)).sort((a, b) => a - b)
    total += last[Math.floor(last.length / 2)] ?? 0
  }
  return total === 0 ? null : total
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
