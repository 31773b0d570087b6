// Where a process lives, as Linux shows it from outside: its owner, and whether it sees the same files and the same network
// as Tidemark does. In a container it does not.

import { readFileSync, readlinkSync } from 'node:fs'

export interface ProcessPlace {
  /** Owner in Tidemark's own terms; `null` where the system does not tell. */
  readonly uid: number | null
  readonly gid: number | null
  /** What stands before a path of the process to make it one of ours: empty, or `/proc/<pid>/root`. */
  readonly root: string
  /** Whether its loopback address is another one than ours. */
  readonly hasOwnNetwork: boolean
}

/** Elsewhere than on Linux a process is taken to live where Tidemark does. */
export function placeOf(pid: number): ProcessPlace {
  const owner = (field: string): number | null => {
    const id = new RegExp(`^${field}:\\s+\\d+\\s+(\\d+)`, 'm').exec(
      read(`/proc/${pid}/status`),
    )?.[1]
    return id === undefined ? null : Number(id)
  }
  const isApart = (namespace: string): boolean => {
    const own = link(`/proc/self/ns/${namespace}`)
    const other = link(`/proc/${pid}/ns/${namespace}`)
    return own !== null && other !== null && own !== other
  }
  // A process in a changed root sees other files without a namespace of its own.
  const isElsewhere = isApart('mnt') || (link(`/proc/${pid}/root`) ?? '/') !== '/'
  return {
    uid: owner('Uid'),
    gid: owner('Gid'),
    root: isElsewhere ? `/proc/${pid}/root` : '',
    hasOwnNetwork: isApart('net'),
  }
}

/** The process id as the process itself sees it. */
export function innerPid(pid: number): number {
  const inner = /^NSpid:.*\t(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1]
  return inner === undefined ? pid : Number(inner)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function link(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}
