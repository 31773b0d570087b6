// Worker threads that pile up, as findings of the process's main isolate. Two witnesses carry them: their number,
// counted over time, and the resident memory that grows with it.

import { availableParallelism } from 'node:os'
import { pathToFileURL } from 'node:url'
import type { SourceLookup } from '../diagnosis/index.ts'
import { namesFingerprint } from '../diagnosis/index.ts'
import type { AllocationSite, Finding } from '../protocol/index.ts'
import type { SessionOfIsolate } from './session-of-isolate.ts'
import { workerPiles } from './worker-piles.ts'
import type { WorkerLife, WorkerPile } from './worker-piles.ts'

/** Resident bytes that a thread must have cost at least, so that its piling up matters. */
const LEAST_BYTES_A_THREAD = 500_000
const ADVICE = {
  text:
    'End a worker thread when its work is done: terminate() it, or close its port so that it ends by itself. ' +
    'Where work comes often, keep a pool of fixed size.',
  docs: 'docs/causes/worker.md',
}
const STARTS_WORKER = [/\bnew\s+(?:\w+\.)?Worker\s*\(/]

/** A pile with what it cost, by the main isolate of its process. */
export interface PricedPile extends WorkerPile {
  readonly isolate: string
  /** The program's file, which is searched for where it starts threads; `null` where it is not known. */
  readonly mainEntry: string | null
  /** Resident bytes that the process grew by while the threads piled up. */
  readonly grownBytes: number
}

/** The piles of all processes; O(threads and samples of the main isolates). */
export function pricedPiles(sessions: readonly SessionOfIsolate[]): PricedPile[] {
  const mains = sessions.filter((session) => session.isolate.hello.threadId === 0)
  return mains.flatMap((main) => {
    const { pid } = main.isolate.hello
    const workers = sessions.filter(
      ({ isolate }) => isolate.hello.pid === pid && isolate.hello.role === 'worker',
    )
    return workerPiles(workers.map(lifeOf), availableParallelism())
      .map((pile) => ({
        ...pile,
        isolate: main.isolate.id,
        mainEntry: main.isolate.hello.entry,
        grownBytes: grownBytes(main, workers),
      }))
      .filter((pile) => pile.grownBytes >= LEAST_BYTES_A_THREAD * pile.alive)
  })
}

function lifeOf({ isolate, startedAt, watcher }: SessionOfIsolate): WorkerLife {
  const lived = isolate.samples.at(-1)?.atMs ?? watcher.samples.at(-1)?.atMs ?? 0
  return { entry: isolate.hello.entry, startedAtMs: startedAt, heardAtMs: startedAt + lived }
}

function grownBytes(main: SessionOfIsolate, workers: readonly SessionOfIsolate[]): number {
  const firstStart = workers.reduce((first, one) => Math.min(first, one.startedAt), Infinity)
  const { samples } = main.isolate
  const before = samples.find((sample) => main.startedAt + sample.atMs >= firstStart)
  return (samples.at(-1)?.rssBytes ?? 0) - (before?.rssBytes ?? 0)
}

/** One sentence on the piles of an isolate. */
export function pileSentence({ entry, started, alive, overMs }: WorkerPile): string {
  const seconds = Math.round(overMs / 1000)
  return `${alive} of ${started} worker threads of ${shortName(entry)} that were started in ${seconds} s are still there`
}

/**
 * The findings with those of the piles: one that the heap led to already, which knows what holds the threads, is borne
 * out by their number; where the heap said nothing, the pile is a finding of its own.
 */
export function withWorkerPiles(
  findings: readonly Finding[],
  piles: readonly PricedPile[],
  lookup: SourceLookup,
): Finding[] {
  const all = [...findings]
  for (const pile of piles) {
    const at = all.findIndex((one) => one.cause === 'worker' && one.isolate === pile.isolate)
    const known = all[at]
    if (known === undefined) all.unshift(pileFinding(pile, lookup))
    else {
      const evidence = [...known.evidence, ...witnesses(pile)]
      all[at] = { ...known, status: 'confirmed', evidence }
    }
  }
  return all
}

function pileFinding(pile: PricedPile, lookup: SourceLookup): Finding {
  const name = shortName(pile.entry)
  const source = startedAt(pile.mainEntry, lookup)
  return {
    fingerprint: namesFingerprint(['worker', name]),
    status: 'confirmed',
    cause: 'worker',
    where: 'handles',
    isolate: pile.isolate,
    alsoIn: [],
    title: `Worker threads of ${name} are started and not ended`,
    ...amounts(pile),
    holder: holderOf(name, source),
    path: [],
    faultyStep: null,
    addedBy: source === null ? [] : [source],
    evidence: witnesses(pile),
    advice: ADVICE,
    falsifiers: ['A pool of fixed size that has not been filled yet.'],
    known: null,
    details: [
      { label: 'threads started', value: String(pile.started) },
      { label: 'threads alive', value: String(pile.alive) },
    ],
    removers: [],
    whatIf: null,
  }
}

function amounts({ alive, grownBytes, overMs }: PricedPile): Pick<Finding, 'grows' | 'rate'> {
  const seconds = overMs / 1000
  return {
    grows: {
      className: 'Worker',
      objects: alive,
      shallowBytes: grownBytes,
      retainedBytes: grownBytes,
      exclusiveBytes: 0,
      composition: [],
    },
    rate: {
      bytesPerHour: (grownBytes / seconds) * 3600,
      bytesPerOperation: grownBytes / seconds,
      objectsPerOperation: alive / seconds,
      operation: 'second',
      limitReachedInMs: null,
    },
  }
}

function holderOf(name: string, site: AllocationSite | null): Finding['holder'] {
  const source = site === null ? null : { file: site.file, line: site.line, column: site.column }
  return {
    description: `worker threads of ${name}`,
    name,
    className: 'Worker',
    package: site?.package ?? null,
    source,
    excerpt: site?.excerpt ?? [],
  }
}

function witnesses(pile: PricedPile): Finding['evidence'] {
  const megabytes = (pile.grownBytes / 1e6).toFixed(1)
  return [
    { kind: 'resources', supports: true, says: pileSentence(pile) },
    { kind: 'trend', supports: true, says: `resident memory grew by ${megabytes} MB meanwhile` },
  ]
}

function startedAt(mainEntry: string | null, lookup: SourceLookup): AllocationSite | null {
  if (mainEntry === null) return null
  const placed = lookup.search(pathToFileURL(mainEntry).href, STARTS_WORKER)
  if (placed === null) return null
  const { source, excerpt } = placed
  return { function: '(by its text)', ...source, package: placed.package, share: null, excerpt }
}

function shortName(entry: string | null): string {
  return entry?.split(/[/\\]/).at(-1) ?? 'evaluated code'
}
