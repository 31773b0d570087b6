// A recording: what an agent without Tidemark beside it writes to a file of its own, one JSON object a line. Each file is
// complete in itself: it begins with who wrote it.

import type { Bye, Hello, SampleMessage, SamplingResult } from './message.ts'

/** Form of recordings; a reader refuses what it does not know. */
export const RECORDING_SCHEMA = 'tidemark.recording/1' as const

/** First line of every file. */
export interface RecordingHeader {
  readonly type: 'recording'
  readonly schema: typeof RECORDING_SCHEMA
  /** When the isolate's agent started, ms since 1970: `atMs` of the lines counts from there. */
  readonly startedAtMs: number
  /** Name of the machine or container: process ids are the same in many. */
  readonly host: string
  /** The command line is cut to the runtime and the entry file: arguments may hold secrets. */
  readonly hello: Hello
}

/** The floor has risen enough for a closer look. No verdict: that is made from the samples, by whoever reads the file. */
export interface SuspicionMessage {
  readonly type: 'suspicion'
  readonly atMs: number
  /** Floor with external memory, at the beginning and at the end of the time looked back on. */
  readonly fromBytes: number
  readonly toBytes: number
  readonly overMs: number
  /** Why allocations are not sampled now; `null` where they are. */
  readonly refused: string | null
  /** The command that explains it while the process lives. */
  readonly next: string
}

/** What the sampled allocations of some minutes have left alive. */
export interface SitesMessage {
  readonly type: 'sites'
  readonly atMs: number
  /** How long reading it stopped the isolate, for it collects. */
  readonly pauseMs: number
  readonly sampling: SamplingResult
}

export type RecordingLine =
  | RecordingHeader
  | Hello
  | SampleMessage
  | SuspicionMessage
  | SitesMessage
  | Bye
