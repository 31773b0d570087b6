// Writes this isolate's heap snapshot into a file, in the program's own process or in a copy of it. It does so
// synchronously and with nothing but Node's own modules, because the copy has no other threads and runs no event loop.

import { closeSync, openSync, writeSync } from 'node:fs'
import { writeHeapSnapshot } from 'node:v8'
import { localSession } from './inspector-session.cts'

/** Rewrites the text of a snapshot as it streams by; what it returns is written. */
export interface SnapshotTransform {
  readonly push: (chunk: string) => string
  readonly end: () => string
}

/**
 * Writes the snapshot into `path`, in mode 0600 where the file is not there yet. Stops the isolate for as long as V8
 * takes; with `transform` the text never reaches the disk as it was. Throws what V8, the disk or `transform` throws.
 */
export function writeSnapshotFile(path: string, transform: SnapshotTransform | null): void {
  computeLineEnds()
  if (transform === null) writeHeapSnapshot(path)
  else streamThrough(path, transform)
}

function streamThrough(path: string, transform: SnapshotTransform): void {
  const session = localSession()
  const file = openSync(path, 'w', 0o600)
  let failure: unknown = null
  const deafen = session.listen('HeapProfiler.addHeapSnapshotChunk', (params) => {
    if (failure !== null) return
    try {
      write(file, transform.push((params as { readonly chunk: string }).chunk))
    } catch (error) {
      failure = error
    }
  })
  try {
    session.post('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
    if (failure !== null) throw failure
    write(file, transform.end())
  } finally {
    deafen()
    closeSync(file)
  }
}

function write(file: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
}

/**
 * V8 writes the position of every function and finds each by reading its script from the start, unless the script's line
 * ends are known: 15 s for a loaded TypeScript compiler instead of 0.4 s. A debugger that is switched on learns them.
 */
function computeLineEnds(): void {
  try {
    const session = localSession()
    session.post('Debugger.enable', {})
    session.post('Debugger.disable', {})
  } catch {
    // A Node without an inspector: the snapshot takes longer.
  }
}
