// Takes this isolate's heap snapshot by the way that was asked for, under a temporary name, and gives the file Node's own
// kind of name when it is whole.

import { chmodSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'
import type { SnapshotRequest, SnapshotResult } from '../protocol/index.ts'
import { forkSnapshot } from './fork-snapshot.cts'
import type { ForkTask } from './fork-snapshot.cts'
import { writeSnapshotFile } from './snapshot-file.cts'
import type { SnapshotTransform } from './snapshot-file.cts'

export { endFork, forkRefusal } from './fork-snapshot.cts'

/** What the caller adds to a request. */
export interface SnapshotContext {
  readonly stopping: ForkTask['stopping']
  /** Rewrites the text before it reaches the disk; `null` leaves it as V8 writes it. */
  readonly transform: SnapshotTransform | null
}

/** What a snapshot tells about itself. */
export type WrittenSnapshot = Omit<SnapshotResult, 'atMs' | 'operations'>

let written = 0
let isUnderWay = false

/**
 * One at a time. The file has mode 0600; nothing is left behind on failure. The isolate stands still for `pauseMs`; where a
 * copy of the process writes, that is a small part of the time until the promise is fulfilled.
 */
export async function takeSnapshot(
  { directory, way, keepIds }: SnapshotRequest,
  { stopping, transform }: SnapshotContext,
): Promise<WrittenSnapshot> {
  if (isUnderWay) throw new Error('a snapshot of this isolate is under way')
  isUnderWay = true
  written += 1
  const path = join(directory, snapshotName(new Date(), written))
  const unfinished = `${path}.part`
  try {
    const taken = await write(way, { path: unfinished, keepIds, transform, stopping })
    chmodSync(unfinished, 0o600)
    renameSync(unfinished, path)
    return { path, bytes: statSync(path).size, ...taken }
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  } finally {
    isUnderWay = false
  }
}

type Taken = Pick<WrittenSnapshot, 'pauseMs' | 'way' | 'tries' | 'fallback'>

async function write(way: SnapshotRequest['way'], task: ForkTask): Promise<Taken> {
  const inProcess = (): number =>
    task.stopping(() => {
      writeSnapshotFile(task.path, task.transform)
    }).tookMs
  if (way === 'in-process') return { pauseMs: inProcess(), way, tries: 1, fallback: null }
  const { failure, pauseMs, tries } = await forkSnapshot(task)
  if (failure === null) return { pauseMs, way: 'fork', tries, fallback: null }
  if (way === 'fork') throw new Error(failure)
  const allMs = pauseMs + inProcess()
  return { pauseMs: allMs, way: 'in-process', tries: tries + 1, fallback: failure }
}

function snapshotName(now: Date, sequence: number): string {
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`
  const number = String(sequence).padStart(3, '0')
  return `Heap.${date}.${time}.${process.pid}.${threadId}.${number}.heapsnapshot`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
