// The live status of a run, from what the watches have seen so far.

import { trend } from '../series/index.ts'
import type { Verdict } from '../protocol/index.ts'
import type { Analysis } from './analysis.ts'
import type { RunStatus } from './run-request.ts'
import type { SessionOfIsolate } from './session-of-isolate.ts'

/** Judges the floor of the isolate with the most memory; cheap enough for twice a second. */
export function runStatus(run: {
  readonly sessions: readonly SessionOfIsolate[]
  readonly analysis: Analysis
  readonly elapsedMs: number
}): RunStatus {
  const { sessions, analysis, elapsedMs } = run
  const alive = sessions.filter((session) => !session.isolate.ended)
  const biggest = [...alive].sort((a, b) => floorOf(b) - floorOf(a))[0]
  const points = biggest?.watcher.points ?? []
  const judged = points.length < 3 ? null : trend(points)
  const snapshots = sessions.reduce((sum, session) => sum + session.watcher.snapshots.length, 0)
  return {
    phase: analysis.pending.count > 0 ? 'analysing' : 'watching',
    elapsedMs,
    isolates: alive.length,
    floorBytes: points.at(-1)?.value ?? null,
    bytesPerHour: judged?.slopePerHour.value ?? null,
    verdict: verdictSoFar(judged, biggest),
    snapshots,
    share: analysis.pending.share,
  }
}

function verdictSoFar(
  judged: ReturnType<typeof trend> | null,
  session: SessionOfIsolate | undefined,
): Verdict {
  if (judged === null || judged.shape === 'undecided') return 'inconclusive'
  if (judged.shape === 'saturating') return 'bounded'
  if (judged.shape !== 'growing') return 'stable'
  const rounds = session?.watcher.evidence?.atMs.length ?? 0
  return rounds >= 3 && judged.stillGrowing ? 'leaking' : 'suspect'
}

function floorOf(session: SessionOfIsolate): number {
  return session.watcher.points.at(-1)?.value ?? 0
}
