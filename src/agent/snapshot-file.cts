// Writes this isolate's heap snapshot into a file, in the program's own process or in a copy of it. It does so
// synchronously and with nothing but Node's own modules, because the copy has no other threads and runs no event loop.

import { closeSync, openSync, writeSync } from 'node:fs'
import { getHeapSnapshot, writeHeapSnapshot } from 'node:v8'
import { localSession } from './inspector-session.cts'

/** Rewrites the bytes of a snapshot as they stream by, cut anywhere; what it returns is written before it is called again. */
export interface SnapshotTransform {
  readonly push: (chunk: Uint8Array) => Uint8Array
  readonly end: () => Uint8Array
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

/**
 * Node's stream of a snapshot hands all of it over within the call that starts it. It is taken there and then, without the
 * event loop that streams otherwise turn with; from Node 22 on V8's inspector would need one, too.
 */
function streamThrough(path: string, transform: SnapshotTransform): void {
  const file = openSync(path, 'w', 0o600)
  let failure: unknown = new Error('the snapshot did not come at once')
  const take = (chunk: Uint8Array | null): boolean => {
    try {
      if (failure instanceof Refused) return true
      write(file, chunk === null ? transform.end() : transform.push(chunk))
      if (chunk === null) failure = null
    } catch (error) {
      failure = new Refused(error)
    }
    return true
  }
  try {
    const stream = getHeapSnapshot()
    const start = stream._read.bind(stream, 0)
    stream.push = take
    // At the end it is read once more, which would begin it all again.
    stream._read = () => undefined
    start()
    stream.destroy()
  } finally {
    closeSync(file)
  }
  if (failure instanceof Refused) throw failure.cause
  if (failure !== null) throw failure
}

/** What `transform` or the disk threw, kept until the stream has ended. */
class Refused extends Error {
  constructor(cause: unknown) {
    super('refused', { cause })
  }
}

function write(file: number, bytes: Uint8Array): void {
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
