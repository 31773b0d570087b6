// Which ports a process listens on, and which private files it has, as /proc tells.

import { readFileSync, readdirSync, readlinkSync } from 'node:fs'

const LISTENING = '0A'

/** Local addresses of the TCP sockets that the processes listen on, IPv4 and IPv6, in hexadecimal. Linux. */
export function listeningPorts(pids: readonly number[]): string[] {
  const sockets = new Set(pids.flatMap((pid) => socketsOf(pid)))
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    readFileSync(file, 'utf8').split('\n').slice(1),
  )
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter((row) => row[3] === LISTENING && sockets.has(row[9] ?? ''))
    .map((row) => row[1] ?? '')
}

/** The process and all that it has started. */
export function processTree(root: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = read(`/proc/${name}/stat`)
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
    if (parent !== undefined) parents.set(Number(name), Number(parent))
  }
  const tree = [root]
  for (const pid of tree) {
    for (const [child, parent] of parents) if (parent === pid) tree.push(child)
  }
  return tree
}

function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
      const inode = /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${descriptor}`))?.[1]
      return inode === undefined ? [] : [inode]
    })
  } catch {
    return []
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
