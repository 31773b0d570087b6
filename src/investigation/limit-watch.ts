// Watches from outside what each process uses of the limits around it, ten times a second: the last of it tells how a process
// ended that could say nothing itself.

import { pause } from './exclusive.ts'
import { LimitedProcess } from './guards/limited-process.ts'
import type { LimitedMemory } from './guards/limited-process.ts'
import type { SessionOfIsolate } from './session-of-isolate.ts'

/** Often enough to see a process fill its limit within a second; three small files a reading. */
const EVERY_MS = 100
const MOST_PROCESSES = 16

/** The last that was seen of a process. */
export interface LastMemory extends LimitedMemory {
  /** On the clock of `performance.now()`. */
  readonly atMs: number
  /**
   * Processes that the kernel has killed for memory in its group since then, which may have been a copy of it that wrote a
   * snapshot before; `null` where it does not say.
   */
  readonly oomKills: number | null
}

interface Watched {
  readonly process: LimitedProcess
  kills: number | null
  last: LimitedMemory | null
  lastAtMs: number
}

/** Follows the processes of `sessions`, also of those to come, until `signal`. */
export class LimitWatch {
  readonly #sessions: readonly SessionOfIsolate[]
  readonly #watched = new Map<number, Watched>()

  constructor(sessions: readonly SessionOfIsolate[], signal: AbortSignal) {
    this.#sessions = sessions
    void this.#follow(signal)
  }

  /** `null` for a process that was never read. The kernel's count is read now. */
  lastOf(pid: number): LastMemory | null {
    const watched = this.#watched.get(pid)
    if (watched === undefined || watched.last === null) return null
    const kills = watched.process.oomKills()
    const { kills: before, last, lastAtMs } = watched
    return {
      ...last,
      atMs: lastAtMs,
      oomKills: kills === null || before === null ? null : kills - before,
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && process.platform === 'linux') {
      for (const { isolate } of this.#sessions) if (!isolate.ended) this.#read(isolate.hello.pid)
      await pause(EVERY_MS, signal)
    }
  }

  #read(pid: number): void {
    const now = performance.now()
    const watched = this.#watched.get(pid) ?? this.#begin(pid)
    if (watched === null || watched.lastAtMs === now) return
    const read = watched.process.read(now)
    if (read === null) return
    watched.last = read
    watched.kills = watched.process.oomKills()
    watched.lastAtMs = now
  }

  #begin(pid: number): Watched | null {
    if (this.#watched.size >= MOST_PROCESSES) return null
    const found = new LimitedProcess(pid)
    const begun: Watched = {
      process: found,
      kills: null,
      last: null,
      lastAtMs: 0,
    }
    this.#watched.set(pid, begun)
    return begun
  }
}
