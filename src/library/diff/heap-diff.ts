// `new HeapDiff()` and `.end()`: what was allocated and freed between two moments, by class, in memwatch's form. Two
// snapshots, taken where memwatch took its own, and read by the engine in a thread of its own.

import { join } from 'node:path'
import { TidemarkError } from '../../protocol/index.ts'
import { bytesText, signedBytesText } from '../../units/index.ts'
import { agentLayer, diffReader } from '../layers.ts'
import { checkRoom, readRoom } from '../snapshot-room.ts'
import type { CountedDiff } from './class-counts.ts'
import { makePrivateDirectory, removePrivateDirectory } from './private-files.ts'

/** One class: `+` objects were made and `-` freed; `size_bytes` is the change of all of them together. */
export interface HeapDiffDetail {
  readonly what: string
  readonly size_bytes: number
  readonly size: string
  readonly '+': number
  readonly '-': number
}

export interface HeapDiffMoment {
  readonly nodes: number
  readonly time: Date
  readonly size_bytes: number
  readonly size: string
}

/** What `end()` says. */
export interface HeapDiffResult {
  readonly before: HeapDiffMoment
  readonly after: HeapDiffMoment
  readonly change: {
    readonly size_bytes: number
    readonly size: string
    readonly freed_nodes: number
    readonly allocated_nodes: number
    /** Classes that changed, most bytes first. */
    readonly details: readonly HeapDiffDetail[]
  }
}

/** Diffs that may be open at a time: each keeps a snapshot on the disk. */
const MOST_OPEN = 3

const open = new Set<string>()
let taken = 0
/** A diff that nobody ends and nobody holds gives its place back. */
const forgotten = new FinalizationRegistry<string>(discard)

/**
 * Takes a snapshot now, and another one at `end()`. Cost, each time: the thread stands still while V8 writes (about a second for
 * a heap of 20 to 50 MB) and V8 needs up to eight times the heap meanwhile; at the end also while both are read. Throws
 * `TARGET_REFUSED` where there is no room for that, or while three others are open. In production rather `leaks` and `watch`.
 */
export class HeapDiff {
  readonly #directory: string
  readonly #before: string
  readonly #takenAt: Date

  constructor() {
    if (open.size >= MOST_OPEN) {
      throw new TidemarkError('TARGET_REFUSED', `${MOST_OPEN} HeapDiffs are open already`, {
        hint: 'call end() on one of them',
      })
    }
    this.#directory = makePrivateDirectory()
    open.add(this.#directory)
    forgotten.register(this, this.#directory, this)
    this.#takenAt = new Date()
    this.#before = this.#take()
  }

  /** The difference to now. Synchronous, as it was; a second call throws. */
  end(): HeapDiffResult {
    if (!open.has(this.#directory)) {
      throw new TidemarkError('TARGET_REFUSED', 'this HeapDiff has ended already')
    }
    try {
      const takenAt = new Date()
      const counted = diffReader().readBoth(this.#before, this.#take())
      return result(counted, this.#takenAt, takenAt)
    } finally {
      forgotten.unregister(this)
      discard(this.#directory)
    }
  }

  #take(): string {
    try {
      checkRoom(readRoom(this.#directory))
      taken += 1
      const file = join(this.#directory, `${taken}.heapsnapshot`)
      // In the process itself: a copy of it would number the objects anew.
      agentLayer().writeSnapshotFile(file, null)
      return file
    } catch (error) {
      forgotten.unregister(this)
      discard(this.#directory)
      throw error
    }
  }
}

function discard(directory: string): void {
  open.delete(directory)
  removePrivateDirectory(directory)
}

function result(counted: CountedDiff, beforeAt: Date, afterAt: Date): HeapDiffResult {
  const change = counted.after.bytes - counted.before.bytes
  return {
    before: moment(counted.before, beforeAt),
    after: moment(counted.after, afterAt),
    change: {
      size_bytes: change,
      size: signedBytesText(change),
      freed_nodes: counted.freed,
      allocated_nodes: counted.made,
      details: counted.classes.map(({ what, bytes, made, freed }) => ({
        what,
        size_bytes: bytes,
        size: signedBytesText(bytes),
        '+': made,
        '-': freed,
      })),
    },
  }
}

function moment({ nodes, bytes }: CountedDiff['before'], time: Date): HeapDiffMoment {
  return { nodes, time, size_bytes: bytes, size: bytesText(bytes) }
}
