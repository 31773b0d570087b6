// The native part (`native/fork.c`), where there is one for this platform and the program lets add-ons in. All else works
// without it.

import { join } from 'node:path'
import { constants } from 'node:os'

const PREBUILDS = join(__dirname, '..', '..', 'native', 'prebuilds')
const REASON_LIMIT = 200

/** What `native/fork.c` exports. */
export interface NativePart {
  /**
   * Forks the process; `run` is called in the copy, whose exit code it gives, with at most `addressSpaceBytes` (0 for no
   * limit). Returns the copy's process id, or a negative error number.
   */
  readonly fork: (run: () => number, addressSpaceBytes: number) => number
  /** How the copy ended, as `wait` puts it; -1 while it runs, another negative number where somebody else has asked. */
  readonly reap: (pid: number) => number
  /** Lets V8 number all objects of this isolate, at the cost of a collection and a walk; 0 where it cannot. */
  readonly numberObjects: () => number
}

let loaded: NativePart | null = null

/** Loads it once an isolate. Throws the reason where that cannot be. */
export function nativePart(): NativePart {
  loaded ??= load()
  return loaded
}

function load(): NativePart {
  const { platform, arch } = process
  if (platform !== 'linux') throw new Error(`a process can be forked on Linux, not on ${platform}`)
  if (arch !== 'x64' && arch !== 'arm64') throw new Error(`there is no native part for ${arch}`)
  const holder = { exports: {} }
  try {
    // Not by `require`: the program's list of modules stays as it is.
    process.dlopen(holder, join(PREBUILDS, `fork-linux-${arch}.node`))
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const reason = (message.split('\n')[0] ?? '').slice(0, REASON_LIMIT)
    throw new Error(`the native part could not be loaded: ${reason}`, { cause: error })
  }
  return holder.exports as NativePart
}

/** The name of a negative error number, e.g. `EAGAIN`. */
export function errorName(negative: number): string {
  const found = Object.entries(constants.errno).find(([, value]) => value === -negative)
  return found?.[0] ?? `error ${-negative}`
}
