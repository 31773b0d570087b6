// What a recorder writes to. There is one writer, into files; another, to a hub, has to keep the same promises.

import type { RecordingLine } from '../../protocol/index.ts'

/** Takes lines and returns at once. Nothing in it throws, waits, or keeps the process alive for longer than a write takes. */
export interface RecordingWriter {
  /** Keeps the line until the next flush; a `lasting` one is kept for days, any other for hours. May drop lines. */
  readonly write: (line: RecordingLine, lasting: boolean) => void
  /** Hands on what waits, soon. */
  readonly flush: () => void
  /** Hands on what waits before it returns: the process may not live much longer. */
  readonly flushNow: () => void
  /** The same, and lets go of everything. */
  readonly close: () => void
}
