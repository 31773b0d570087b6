// One isolate of a watched program as Tidemark sees it: what it said, and what it can be told.

import type {
  AgentMessage,
  Bye,
  CommandName,
  CommandResult,
  CommandTable,
  Hello,
  NearLimit,
  Sample,
} from '../../protocol/index.ts'
import { TidemarkError } from '../../protocol/index.ts'
import { inside, outside } from './attach/paths-inside.ts'
import { SampleStore } from './sample-store.ts'

/** Threads of one isolate that are remembered. */
const MOST_WORKERS = 256
/** How long an answer may take where the caller says nothing; those that stop the program may take long. */
const TIMEOUTS_MS: Readonly<Record<CommandName, number>> = {
  gc: 60_000,
  'sampling-start': 15_000,
  'sampling-read': 60_000,
  'sampling-stop': 60_000,
  snapshot: 15 * 60_000,
  'snapshot-ways': 15_000,
  'source-maps': 30_000,
  'buffer-census': 60_000,
  'settle-start': 60_000,
  'settle-read': 60_000,
  'read-fields': 60_000,
  'resource-stacks-start': 15_000,
  'resource-stacks-read': 60_000,
  'resource-stacks-stop': 60_000,
  'function-runs': 30_000,
  stop: 5_000,
}

export interface CommandOptions {
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

/** An isolate with an agent in it. Its fields change as the agent speaks. */
export interface Isolate {
  /** `pid/threadId`. */
  readonly id: string
  /** What the agent last said of itself: a worker's entry and a taken SIGUSR1 are known only after a while. */
  readonly hello: Hello
  /** In order of time; the older ones are thinned out in very long runs. */
  readonly samples: readonly Sample[]
  /** Whether the connection is closed: the isolate ended, or its agent was stopped. */
  readonly ended: boolean
  /** How it ended, if it could still say so. */
  readonly bye: Bye | null
  /** What the agent last said near the heap's limit. */
  readonly nearLimit: NearLimit | null
  /** Whether a command is under way, which may silence the isolate by itself. */
  readonly isBusy: boolean
  /** Rejects with `TARGET_GONE`, `TARGET_SILENT` (no answer in time), `TARGET_REFUSED` or `CANCELLED`. */
  command<K extends CommandName>(
    name: K,
    params: CommandTable[K]['params'],
    options?: CommandOptions,
  ): Promise<CommandTable[K]['result']>
  /** Calls back on every further sample, and returns what ends that. */
  onSample(listener: (sample: Sample) => void): () => void
  /** Milliseconds since the agent last said anything. */
  silentForMs(): number
}

interface Pending {
  readonly name: CommandName
  readonly resolve: (result: unknown) => void
  readonly reject: (error: TidemarkError) => void
}

/** The isolate behind one connection; `write` sends a line, the server calls `hear` and `end`. */
export class ConnectedIsolate implements Isolate {
  readonly id: string
  hello: Hello
  ended = false
  bye: Bye | null = null
  nearLimit: NearLimit | null = null
  readonly #write: (line: string) => void
  readonly #root: string
  readonly #store = new SampleStore()
  readonly #listeners = new Set<(sample: Sample) => void>()
  readonly #pending = new Map<number, Pending>()
  #nextId = 1
  #heardAt = performance.now()

  /** `root` stands before the paths of a process that sees other files than Tidemark does; else it is empty. */
  constructor(hello: Hello, write: (line: string) => void, root: string = '') {
    this.#root = root
    this.hello = hello
    this.id = `${hello.pid}/${hello.threadId}`
    this.#write = write
  }

  get samples(): readonly Sample[] {
    return this.#store.samples
  }

  get isBusy(): boolean {
    return this.#pending.size > 0
  }

  silentForMs(): number {
    return performance.now() - this.#heardAt
  }

  onSample(listener: (sample: Sample) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  async command<K extends CommandName>(
    name: K,
    params: CommandTable[K]['params'],
    options: CommandOptions = {},
  ): Promise<CommandTable[K]['result']> {
    if (this.ended) throw this.#gone(name)
    if (options.signal?.aborted === true) throw this.#cancelled(name)
    const id = this.#nextId++
    const timeoutMs = options.timeoutMs ?? TIMEOUTS_MS[name]
    let forget = (): void => undefined
    try {
      const result = await new Promise<unknown>((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(this.#silent(name, timeoutMs))
        }, timeoutMs)
        const onAbort = (): void => {
          reject(this.#cancelled(name))
        }
        options.signal?.addEventListener('abort', onAbort, { once: true })
        forget = () => {
          clearTimeout(timer)
          options.signal?.removeEventListener('abort', onAbort)
        }
        this.#pending.set(id, { name, resolve, reject })
        this.#write(
          `${JSON.stringify({ type: 'command', id, name, params: inside(this.#root, params) })}\n`,
        )
      })
      // The agent answers in the shape that the table gives this name.
      return outside(this.#root, result) as CommandTable[K]['result']
    } finally {
      forget()
      this.#pending.delete(id)
    }
  }

  hear(message: AgentMessage): void {
    this.#heardAt = performance.now()
    if (message.type === 'hello') this.hello = renewed(this.hello, message)
    if (message.type === 'bye') this.bye = message
    if (message.type === 'near-limit') this.nearLimit = message
    if (message.type === 'result') this.#settle(message)
    if (message.type !== 'sample') return
    this.#store.add(message.sample)
    for (const listener of this.#listeners) listener(message.sample)
  }

  end(): void {
    this.ended = true
    for (const { name, reject } of this.#pending.values()) reject(this.#gone(name))
    this.#pending.clear()
  }

  #settle(answer: CommandResult): void {
    const pending = this.#pending.get(answer.id)
    if (answer.ok) pending?.resolve(answer.result)
    else pending?.reject(this.#refused(pending.name, answer.error?.message ?? 'without a reason'))
  }

  #gone(name: CommandName): TidemarkError {
    const { pid } = this.hello
    return new TidemarkError('TARGET_GONE', `${this.id} ended before it could answer ${name}`, {
      pid,
    })
  }

  #silent(name: CommandName, timeoutMs: number): TidemarkError {
    const message = `${this.id} did not answer ${name} in ${Math.round(timeoutMs)} ms`
    const hint = 'Its event loop may be starved: the agent answers between its turns only.'
    return new TidemarkError('TARGET_SILENT', message, { pid: this.hello.pid, hint })
  }

  #refused(name: CommandName, reason: string): TidemarkError {
    const message = `${this.id} cannot do ${name}: ${reason}`
    return new TidemarkError('TARGET_REFUSED', message, { pid: this.hello.pid })
  }

  #cancelled(name: CommandName): TidemarkError {
    return new TidemarkError('CANCELLED', `${name} was cancelled`, { pid: this.hello.pid })
  }
}

/** What is said anew, with the threads that were told of before: one that has ended was there all the same. */
function renewed(before: Hello, message: Hello): Hello {
  const workers = [...new Set([...(before.workers ?? []), ...(message.workers ?? [])])]
  const known = workers.length === 0 ? {} : { workers: workers.slice(-MOST_WORKERS) }
  return { ...message, ...known, role: before.role }
}
