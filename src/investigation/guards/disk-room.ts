// How much a directory can still take, and whether what is written there takes memory instead of disk.

import { statfs } from 'node:fs/promises'

export interface DiskRoom {
  readonly bytes: number
  /** Whether its files live in memory (`tmpfs`, `ramfs`), as those of `/tmp` do on many systems. */
  readonly isMemory: boolean
}

const TMPFS = 0x01021994
const RAMFS = 0x858458f6

/** `null` where the directory cannot be asked. */
export async function diskRoom(directory: string): Promise<DiskRoom | null> {
  try {
    const { bavail, bsize, type } = await statfs(directory)
    return { bytes: bavail * bsize, isMemory: type === TMPFS || type === RAMFS }
  } catch {
    return null
  }
}
