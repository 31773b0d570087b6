// What the isolates of one process share: the turn to be stopped, the guards, and the accounts of what stopped them.

import { exclusive } from './exclusive.ts'
import type { Exclusively } from './exclusive.ts'
import { careRules } from './guards/care.ts'
import { ProcessGuards } from './guards/process-guards.ts'
import { PauseBudget } from './pause-budget.ts'
import type { RunRequest } from './run-request.ts'

export interface IsolateAccount {
  readonly budget: PauseBudget
  readonly guards: ProcessGuards
  /** One a process: its isolates are not stopped at the same time. */
  readonly exclusively: Exclusively
}

/** The accounts of a run; snapshots are written to `directory`. */
export function processAccounts(
  request: Pick<RunRequest, 'care' | 'maxPauseMs' | 'snapshotsPerHour'>,
  directory: string,
): (isolate: { readonly pid: number; readonly threadId: number }) => IsolateAccount {
  const { maxPauseMs, snapshotsPerHour, care = 'development' } = request
  const turns = new Map<number, Exclusively>()
  const guards = new Map<number, ProcessGuards>()
  const budgets = new Map<string, PauseBudget>()
  const limits = { care, maxPauseMs, mostSnapshotsAnHour: snapshotsPerHour ?? null, directory }
  return ({ pid, threadId }) => {
    // A thread stands still for its own snapshots only: what a worker costs is not the main thread's account.
    const account = `${pid}/${threadId === 0 ? 'main' : 'workers'}`
    return {
      exclusively: kept(turns, pid, exclusive),
      guards: kept(guards, pid, () => new ProcessGuards({ pid, ...limits })),
      budget: kept(budgets, account, () => new PauseBudget({ maxPauseMs, rules: careRules(care) })),
    }
  }
}

function kept<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const value = known.get(key) ?? make()
  known.set(key, value)
  return value
}
