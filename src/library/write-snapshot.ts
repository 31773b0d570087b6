// `writeSnapshot()`: what heapdump did, with what Node brings, and without the pause where the process can be forked.

import { chmodSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { agentLayer } from './layers.ts'
import { checkRoom, readRoom } from './snapshot-room.ts'

/** Hears how it went: the error or `null`, and the file's absolute path. */
export type SnapshotCallback = (error: Error | null, file?: string) => void

/** A process that waits for a snapshot does not end before it; the copy of it that writes keeps nobody awake. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/**
 * Writes a heap snapshot of this thread and resolves with its absolute path. Without a name it goes to the working directory
 * under Node's own kind of name; a directory may be given as well. Mode 0600, whole or not at all: it is written under another
 * name and renamed. The file shows the contents of strings. Snapshots of one process can be compared with one another.
 *
 * On Linux a forked copy of the process writes it, and the thread stands still for a collection and some tens of milliseconds;
 * elsewhere, and where that fails, for as long as V8 writes. Up to eight times the heap is needed meanwhile: refused with
 * `TARGET_REFUSED` where there is no room for it; one at a time. A rejection that nobody awaits is no unhandled one.
 */
export function writeSnapshot(file?: string, callback?: SnapshotCallback): Promise<string>
export function writeSnapshot(callback: SnapshotCallback): Promise<string>
export function writeSnapshot(
  first?: string | SnapshotCallback,
  second?: SnapshotCallback,
): Promise<string> {
  const [file, callback] = typeof first === 'function' ? [undefined, first] : [first, second]
  const written = write(file)
  written.then(
    (path) => callback?.(null, path),
    (error: unknown) => callback?.(error instanceof Error ? error : new Error(String(error))),
  )
  return written
}

async function write(file: string | undefined): Promise<string> {
  const place = placeOf(file)
  const awake = setInterval(() => undefined, LONGEST_TIMER_MS)
  try {
    checkRoom(readRoom(place.directory))
    const { path } = await agentLayer().takeSnapshot(
      { directory: place.directory, way: 'auto', keepIds: true },
      { stopping, transform: null },
    )
    if (place.name === null) return path
    const named = resolve(place.directory, place.name)
    renameSync(path, named)
    return named
  } finally {
    clearInterval(awake)
  }
}

/**
 * The same before the call returns, for the last words of a process: written by the thread itself, which stands still for as
 * long as V8 writes. Throws what goes wrong; nothing is left behind then. Returns the absolute path.
 */
export function writeSnapshotSync(file: string): string {
  const path = resolve(file)
  const unfinished = `${path}.part`
  checkRoom(readRoom(dirname(path)))
  try {
    agentLayer().writeSnapshotFile(unfinished, null)
    chmodSync(unfinished, 0o600)
    renameSync(unfinished, path)
    return path
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}

function stopping<T>(work: () => T): { readonly result: T; readonly tookMs: number } {
  const startedAt = performance.now()
  const result = work()
  return { result, tookMs: performance.now() - startedAt }
}

function placeOf(file: string | undefined): { directory: string; name: string | null } {
  const path = resolve(file ?? '.')
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  return isDirectory
    ? { directory: path, name: null }
    : { directory: dirname(path), name: basename(path) }
}
