// Which isolates a verdict is given on: short-lived ones are left out where others tell more.

import type { SessionOfIsolate } from './session-of-isolate.ts'

/** An isolate that lived shorter than this beside longer-lived ones is not judged, ms. */
const JUDGED_FROM_MS = 4000

/** The sessions that lived long enough; all of them where none did. */
export function judgedOf(sessions: readonly SessionOfIsolate[]): readonly SessionOfIsolate[] {
  const lasting = sessions.filter((session) => livedMs(session) >= JUDGED_FROM_MS)
  return lasting.length === 0 ? sessions : lasting
}

/** How long a session's isolate was heard of, ms. */
export function livedMs(session: SessionOfIsolate | undefined): number {
  return session?.watcher.samples.at(-1)?.atMs ?? 0
}
