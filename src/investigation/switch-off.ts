// The kill switch during a run: once it is thrown, every agent is told to leave, at once, and nothing is asked any more.
// The program goes on without us.

import { pause } from './exclusive.ts'
import { runtimeDirectory } from './guards/runtime-directory.ts'
import { switchedOffBy } from './guards/kill-switch.ts'
import type { SessionOfIsolate } from './session-of-isolate.ts'

const LOOK_EVERY_MS = 250
const STOP_ANSWER_MS = 2000

export interface SwitchWatch {
  /** Aborts when the watch is to end: with `signal`, or by the switch. */
  readonly watching: AbortSignal
  /** What switched Tidemark off, in a clause, and when, ms since the start; `null` where nothing has. */
  readonly off: { readonly by: string; readonly atMs: number } | null
}

/** Looks at the switch until `signal`; `sessions` may grow meanwhile. */
export function watchSwitch(
  sessions: () => readonly SessionOfIsolate[],
  signal: AbortSignal,
): SwitchWatch {
  const own = new AbortController()
  const startedAt = performance.now()
  const state: { off: SwitchWatch['off'] } = { off: null }
  const runtime = runtimeDirectory()
  const look = async (): Promise<void> => {
    while (!signal.aborted) {
      const by = state.off?.by ?? switchedOffBy(runtime) ?? signalled(sessions())
      if (by !== null) {
        state.off ??= { by, atMs: performance.now() - startedAt }
        own.abort()
        await Promise.all(sessions().map(leave))
      }
      await pause(LOOK_EVERY_MS, signal)
    }
  }
  void look()
  return {
    watching: AbortSignal.any([signal, own.signal]),
    get off() {
      return state.off
    },
  }
}

/** The signal that the user sent to one of the programs stands for all of them. */
function signalled(sessions: readonly SessionOfIsolate[]): string | null {
  const by = sessions.find(({ isolate }) => isolate.bye?.switchedOffBy !== undefined)
  return by === undefined ? null : `${by.isolate.bye?.switchedOffBy} to ${by.isolate.hello.pid}`
}

async function leave({ isolate }: SessionOfIsolate): Promise<void> {
  if (isolate.ended) return
  await isolate.command('stop', {}, { timeoutMs: STOP_ANSWER_MS }).catch(() => undefined)
}
