// What one process uses of each limit around it, read often: of its containers and of its own limits (`ulimit`). Cheaper than
// asking for the room that is left, and what the kernel has killed can still be read when the process is gone.

import { readFileSync } from 'node:fs'
import type { LimitInUse } from '../../diagnosis/index.ts'
import { groupLimits, killCountFile } from './control-groups.ts'

const PAGE_BYTES = 4096
/** Limits may be set or changed while it runs; looked for this often where there is none, ms. */
const LOOK_EVERY_MS = 10_000

export interface LimitedMemory {
  readonly rssBytes: number
  /** Each that is finite, in no order. */
  readonly limits: readonly LimitInUse[]
}

/** A process of this machine; `root` is where the file system begins. */
export class LimitedProcess {
  readonly #pid: number
  readonly #root: string
  readonly #killCountFile: string | null
  #lookedAtMs = -Infinity
  #isInContainer = false
  #dataBytes: number | null = null
  #addressBytes: number | null = null

  constructor(pid: number, root: string = '/') {
    this.#pid = pid
    this.#root = root
    this.#killCountFile = killCountFile(pid, root)
  }

  /** `null` where the process is gone. Costs one small file, and some more in a container. */
  read(nowMs: number): LimitedMemory | null {
    const pages = text(`${this.#root}/proc/${this.#pid}/statm`).split(' ').map(Number)
    const [size = 0, resident = 0, , , , data = 0] = pages
    if (!(resident > 0)) return null
    const isDue = nowMs - this.#lookedAtMs > LOOK_EVERY_MS
    if (isDue) this.#look(nowMs)
    const limits: LimitInUse[] = []
    if (this.#isInContainer || isDue) limits.push(...this.#container())
    this.#isInContainer = limits.length > 0
    const add = (name: LimitInUse['name'], limitBytes: number | null, used: number): void => {
      if (limitBytes !== null) limits.push({ name, limitBytes, usedBytes: used * PAGE_BYTES })
    }
    add('data size', this.#dataBytes, data)
    add('address space', this.#addressBytes, size)
    return { rssBytes: resident * PAGE_BYTES, limits }
  }

  /** How often the kernel has killed for memory in the process's group so far; `null` where it does not say. */
  oomKills(): number | null {
    const events = this.#killCountFile === null ? '' : text(this.#killCountFile)
    const count = /^oom_kill (\d+)$/m.exec(events)?.[1]
    return count === undefined ? null : Number(count)
  }

  #look(nowMs: number): void {
    this.#lookedAtMs = nowMs
    const own = text(`${this.#root}/proc/${this.#pid}/limits`)
    this.#dataBytes = finite(/^Max data size\s+(\d+)/m.exec(own)?.[1])
    this.#addressBytes = finite(/^Max address space\s+(\d+)/m.exec(own)?.[1])
  }

  /** The limit that is nearest to be reached. */
  #container(): LimitInUse[] {
    const [nearest] = groupLimits(this.#pid, this.#root).toSorted(
      (a, b) => b.usedBytes / b.limitBytes - a.usedBytes / a.limitBytes,
    )
    return nearest === undefined ? [] : [{ name: 'container', ...nearest }]
  }
}

function finite(value: string | undefined): number | null {
  return value === undefined ? null : Number(value)
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
