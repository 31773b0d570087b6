// `tidemark attach`: the same funnel for a program that runs already, and goes on running.

import type { Report } from '../protocol/index.ts'
import { attachTo } from '../target/index.ts'
import type { AttachTarget } from '../target/index.ts'
import type { Care } from './guards/care.ts'
import { investigate } from './run.ts'
import type { RunHooks } from './run-request.ts'

export interface AttachRequest {
  readonly target: AttachTarget
  /** Leaves the program after this time. */
  readonly durationMs: number
  /** Whether collections may be asked for. */
  readonly collects: boolean
  /** Longest single pause that a snapshot may be predicted to take, ms. */
  readonly maxPauseMs: number
  /** How careful to be with it: it may serve people. */
  readonly care: Care
  /** Tidemark's own version, for the report. */
  readonly version: string
}

/** Rejects with a `TARGET_…` error where the process cannot be attached to. */
export async function attachInvestigation(
  request: AttachRequest,
  hooks: RunHooks,
): Promise<Report> {
  const { target, ...asked } = request
  const attached = await attachTo(target)
  const hello = attached.isolates.find((isolate) => isolate.hello.threadId === 0)?.hello
  const own = { command: hello?.argv ?? [], cwd: hello?.cwd ?? '/', load: null }
  const run = { ...asked, ...own }
  return investigate(run, hooks, { launched: attached, startLoad: null, attachment: attached })
}
