// Writes this isolate's heap snapshot under a temporary name and gives it Node's own kind of name when it is whole.

import { chmodSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { writeHeapSnapshot } from 'node:v8'
import { threadId } from 'node:worker_threads'
import { localSession } from './inspector-session.cts'

let written = 0

/** Stops the isolate for as long as V8 takes. The file has mode 0600; nothing is left behind on failure. */
export function writeSnapshot(directory: string): {
  readonly path: string
  readonly bytes: number
} {
  written += 1
  const path = join(directory, snapshotName(new Date(), written))
  const unfinished = `${path}.part`
  try {
    computeLineEnds()
    writeHeapSnapshot(unfinished)
    chmodSync(unfinished, 0o600)
    renameSync(unfinished, path)
    return { path, bytes: statSync(path).size }
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
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

function snapshotName(now: Date, sequence: number): string {
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`
  const number = String(sequence).padStart(3, '0')
  return `Heap.${date}.${time}.${process.pid}.${threadId}.${number}.heapsnapshot`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
