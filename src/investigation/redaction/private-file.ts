// A file that only its owner may read, and that appears under its name whole or not at all.

import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { TidemarkError } from '../../protocol/index.ts'

export interface PrivateFile {
  write(bytes: Uint8Array): void
  /** Gives the file its name. */
  keep(): void
  /** Removes what was written, where it was not kept. */
  discard(): void
}

/** Throws `FILE_UNWRITABLE`, as its methods do. */
export function privateFile(file: string): PrivateFile {
  const temporary = `${file}.${process.pid}.tmp`
  const descriptor = guarded(file, () => openSync(temporary, 'wx', 0o600))
  let open = true
  const close = (): void => {
    if (open) closeSync(descriptor)
    open = false
  }
  return {
    write(bytes) {
      guarded(file, () => {
        for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at)
      })
    },
    keep() {
      close()
      guarded(file, () => renameSync(temporary, file))
    },
    discard() {
      close()
      rmSync(temporary, { force: true })
    },
  }
}

function guarded<T>(file: string, act: () => T): T {
  try {
    return act()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new TidemarkError('FILE_UNWRITABLE', `the file could not be written: ${reason}`, {
      file,
      cause,
    })
  }
}
