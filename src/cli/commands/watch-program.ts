// Runs an investigation with the terminal around it: live status, signals, interrupts.

import { allocatorTrial, runInvestigation } from '../../investigation/index.ts'
import type { RunHooks, RunRequest } from '../../investigation/index.ts'
import type { Report } from '../../protocol/index.ts'
import { exitCodeOfSignal } from '../exit-code.ts'
import { statusLine, statusText } from '../terminal/status-line.ts'

export interface Watched {
  readonly report: Report
  /** Set where a signal ended the run: the exit code that says so. */
  readonly signalCode: number | null
}

type EndingSignal = 'SIGINT' | 'SIGTERM'

/**
 * Watches the program to its end. SIGINT and SIGTERM are passed on to it, unless the terminal has delivered SIGINT
 * to the whole process group already; a second one kills it. A `trial` runs it again with other allocators.
 */
export function watchProgram(
  request: RunRequest,
  quiet: boolean,
  trial: boolean = false,
): Promise<Watched> {
  const investigate = trial ? allocatorTrial : runInvestigation
  return watched((hooks) => investigate(request, hooks), quiet)
}

/** The same around any investigation; a program that it did not start gets no signal. */
export async function watched(
  investigate: (hooks: RunHooks) => Promise<Report>,
  quiet: boolean,
): Promise<Watched> {
  const line = statusLine(process.stderr, quiet)
  const interrupt = new AbortController()
  let kill: (signal: NodeJS.Signals) => void = () => undefined
  let ended: EndingSignal | null = null
  const onSignal = (signal: EndingSignal): void => {
    if (ended !== null) return kill('SIGKILL')
    ended = signal
    const byTerminal = signal === 'SIGINT' && process.stdin.isTTY
    if (!byTerminal) kill(signal)
    interrupt.abort()
  }
  const onHangUp = (): void => kill('SIGHUP')
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  process.on('SIGHUP', onHangUp)
  try {
    const report = await investigate({
      signal: interrupt.signal,
      onStatus: (status) => line.show(statusText(status)),
      onLaunched: (killTarget) => {
        kill = killTarget
      },
    })
    return { report, signalCode: ended === null ? null : exitCodeOfSignal(ended) }
  } finally {
    line.clear()
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
    process.off('SIGHUP', onHangUp)
  }
}
