// TCP ports that are listened to where a process lives, and which of them are its own, from /proc.

import { readFileSync } from 'node:fs'
import { ownSockets } from '../process-table.ts'

export interface ListeningPort {
  readonly port: number
  /** The address to connect to: of a socket that listens everywhere, the loopback address. */
  readonly host: string
  readonly inode: string
  /** Whether the process itself listens. */
  readonly isOwn: boolean
}

/** All ports of the process's own network; empty where they cannot be read. */
export function listeningPorts(pid: number): readonly ListeningPort[] {
  const sockets = ownSockets(pid)
  return ['tcp', 'tcp6'].flatMap((table) =>
    parsePorts(read(`/proc/${pid}/net/${table}`)).map((port) => ({
      ...port,
      isOwn: sockets.has(port.inode),
    })),
  )
}

/** The listening sockets of one of the kernel's tables. */
export function parsePorts(
  table: string,
): readonly { readonly port: number; readonly host: string; readonly inode: string }[] {
  return table.split('\n').flatMap((line) => {
    const columns = line.trim().split(/\s+/)
    const [address = '', port = ''] = (columns[1] ?? '').split(':')
    if (columns[3] !== '0A') return []
    return [{ port: Number.parseInt(port, 16), host: hostOf(address), inode: columns[9] ?? '' }]
  })
}

/** The kernel writes each four bytes of an address the other way round. */
function hostOf(address: string): string {
  if (/^0*$/.test(address)) return address.length > 8 ? '::1' : '127.0.0.1'
  const words = address.match(/.{8}/g) ?? []
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).toReversed())
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.')
  const groups = bytes.join('').toLowerCase().match(/.{4}/g) ?? []
  return groups.map((group) => group.replace(/^0{1,3}/, '')).join(':')
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
