// A program whose event loop starves does not answer its agent. It is then read through the inspector, which is
// switched on by a signal, or where that is refused not at all: the report says which.

import { readFileSync } from 'node:fs'
import type { StackFrame } from '../protocol/index.ts'
import { isStarved, openStarvedSession } from '../target/index.ts'
import type { Isolate, StarvedSession } from '../target/index.ts'
import { plainSample } from './probe.ts'
import type { Probe } from './probe.ts'

/** The agent speaks every second where the loop turns. */
const SILENT_MS = 2500

export interface StarvedParts {
  readonly isolate: Isolate
  readonly directory: string
  readonly nowMs: () => number
}

/** Opens the inspector once, when the process burns processor time and stays silent. */
export class StarvedWatch {
  readonly #parts: StarvedParts
  readonly notes: string[] = []
  stack: readonly StackFrame[] = []
  #session: StarvedSession | null = null
  #probe: Probe | null = null
  #refused = false

  constructor(parts: StarvedParts) {
    this.#parts = parts
  }

  get opened(): boolean {
    return this.#session !== null
  }

  /** The probe through the inspector; `null` where the process is not starved or refuses. */
  async probe(): Promise<Probe | null> {
    if (this.#probe !== null || this.#refused) return this.#probe
    const { hello } = this.#parts.isolate
    if (
      hello.threadId !== 0 ||
      !(await isStarved(this.#parts.isolate, { silentAfterMs: SILENT_MS }))
    )
      return null
    try {
      this.#session = await openStarvedSession(hello, this.#parts.directory)
      const { stack, asyncStack } = await this.#session.stack()
      this.stack = [...stack, ...asyncStack]
      this.#probe = inspectorProbe(this.#session, this.#parts)
      this.notes.push(
        'The event loop starved: the program was read from outside, through the inspector, switched on by SIGUSR1 ' +
          'on a loopback port while the loop stood still.',
      )
    } catch (error) {
      this.#refused = true
      const reason = error instanceof Error ? error.message : String(error)
      this.notes.push(
        `The event loop starved and the inspector could not be reached (${reason}); only /proc was read${procNote(hello.pid)}.`,
      )
    }
    return this.#probe
  }

  /** Closes the inspector; that the program starved is still known. */
  async close(): Promise<void> {
    await this.#session?.close().catch(() => undefined)
  }

  /** The loop turns again: closes the inspector, which a later starvation opens again. */
  async recover(): Promise<void> {
    await this.close()
    this.#session = null
    this.#probe = null
  }
}

function inspectorProbe(session: StarvedSession, parts: StarvedParts): Probe {
  return {
    kind: 'inspector',
    async collect() {
      const { memory, pauseMs } = await session.gc()
      const { hello, samples } = parts.isolate
      return plainSample({
        atMs: parts.nowMs(),
        pauseMs,
        memory,
        heapLimitBytes: samples.at(-1)?.heapLimitBytes ?? hello.memory?.heapLimitBytes ?? 0,
      })
    },
    async snapshot() {
      const atMs = parts.nowMs()
      const taken = await session.snapshot(parts.directory)
      const told = { way: 'in-process', tries: 1, fallback: null } as const
      return { ...taken, ...told, atMs, operations: { second: atMs / 1000 } }
    },
    snapshotWays: () => Promise.resolve({ fork: 'its event loop starves', rssBytes: 0 }),
    startSampling: () => Promise.resolve(false),
    readSites: () => Promise.resolve([]),
    censusBuffers: () => Promise.resolve(null),
    sourceMaps: () => Promise.resolve({}),
  }
}

function procNote(pid: number): string {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const rss = /VmRSS:\s+(\d+) kB/.exec(status)?.[1]
    return rss === undefined ? '' : `: RSS ${Math.round(Number(rss) / 1000)} MB`
  } catch {
    return ''
  }
}
