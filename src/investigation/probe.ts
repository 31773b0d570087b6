// The two ways to a process: through its agent, or, where its event loop starves, through the inspector.
// The watch drives either by the same few verbs.

import type {
  BufferCensusResult,
  LiveSite,
  OperationKind,
  Sample,
  SnapshotRequest,
  SnapshotResult,
  SnapshotWaysResult,
} from '../protocol/index.ts'
import type { StarvedMemory } from '../target/index.ts'

/** How a snapshot is to be taken. */
export interface SnapshotOrder extends Pick<SnapshotRequest, 'way' | 'keepIds'> {
  readonly timeoutMs: number
}

export interface Probe {
  readonly kind: 'agent' | 'inspector'
  /** One full collection at a quiet moment and the reading after it; `null` where it was refused. */
  collect(): Promise<Sample | null>
  /** Writes a snapshot into the private directory; given up after `timeoutMs`. */
  snapshot(order: SnapshotOrder): Promise<SnapshotResult>
  /** Which ways to a snapshot there are. */
  snapshotWays(): Promise<SnapshotWaysResult>
  /** Starts the sampling heap profile; `false` where it cannot run. */
  startSampling(intervalBytes: number): Promise<boolean>
  /** What the profile says now; empty where it does not run. */
  readSites(): Promise<readonly LiveSite[]>
  /** What Buffers show against what they pin; `null` where it cannot be asked. */
  censusBuffers(): Promise<BufferCensusResult | null>
  /** Source maps that the process itself knows, by script. */
  sourceMaps(urls: readonly string[]): Promise<Readonly<Record<string, unknown>>>
}

/** The floor's reading where a process can only be asked for its memory. */
export function plainSample(reading: {
  readonly atMs: number
  readonly pauseMs: number
  readonly memory: StarvedMemory
  readonly heapLimitBytes: number
}): Sample {
  const { atMs, pauseMs, memory } = reading
  const operations: Partial<Record<OperationKind, number>> = { second: atMs / 1000 }
  return {
    atMs,
    trigger: 'gc-asked',
    gcPauseMs: pauseMs,
    spaces: [],
    oldGenerationBytes: memory.heapUsedBytes,
    heapUsedBytes: memory.heapUsedBytes,
    heapLimitBytes: reading.heapLimitBytes,
    externalBytes: memory.externalBytes,
    arrayBufferBytes: memory.arrayBufferBytes,
    rssBytes: memory.rssBytes,
    mallocedBytes: 0,
    operations,
    resources: {},
  }
}
