// What `tidemark attach` is pointed at: a process of this machine by its number, or an inspector that is open by its
// address. Behind an address of this machine there may be a process of it, which is then attached to as such.

import { readdirSync } from 'node:fs'
import { TidemarkError } from '../../../protocol/index.ts'
import { connectToInspector } from '../inspector-connection.ts'
import { ownSockets } from '../process-table.ts'
import { attach } from './attach.ts'
import type { Attached } from './attach.ts'
import { attachRemotely } from './attach-remotely.ts'
import { inspectorUrl } from './inspector-address.ts'
import { listeningPorts } from './listening-ports.ts'
import { innerPid } from './namespaces.ts'
import { isNode } from './node-process.ts'
import { ownPid } from './own-pid.ts'

/** A process id, or an open inspector by `host:port` or by the URL that Node prints. */
export type AttachTarget =
  | { readonly pid: number }
  | { readonly host: string; readonly port: number; readonly url: string | null }

/** Throws `USAGE` for anything else. */
export function parseAttachTarget(text: string): AttachTarget {
  if (/^\d{1,10}$/.test(text) && Number(text) > 0) return { pid: Number(text) }
  if (/^wss?:\/\//.test(text) && URL.canParse(text)) {
    const url = new URL(text)
    const port = Number(url.port === '' ? (url.protocol === 'wss:' ? 443 : 80) : url.port)
    return { host: bare(url.hostname), port, url: text }
  }
  const match = /^(\[[0-9a-f:.]+\]|[\w.-]+):(\d{1,5})$/i.exec(text)
  if (match !== null) return { host: bare(match[1] ?? ''), port: Number(match[2]), url: null }
  throw new TidemarkError('USAGE', `${JSON.stringify(text)} is no process id and no address`, {
    hint: 'pgrep -a node lists processes; an address reads 127.0.0.1:9229 or ws://127.0.0.1:9229/….',
  })
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '')
}

/** Rejects with one of the `TARGET_…` codes. */
export async function attachTo(target: AttachTarget): Promise<Attached> {
  if ('pid' in target) return attach(target.pid)
  const { host, port } = target
  const url = target.url ?? (await inspectorUrl({ host, port }))
  const pid = url !== null && isLoopback(host) ? localOwner(port) : null
  if (url !== null && pid !== null && (await processBehind(url)) === innerPid(pid)) {
    return attach(pid)
  }
  if (url !== null) return attachRemotely(url)
  throw new TidemarkError('TARGET_SILENT', `no inspector of Node.js answers at ${host}:${port}`, {
    hint: 'Node prints its address when it opens one: give that URL, or the process id where it runs here.',
  })
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/** What the program says is its own process id: a tunnel listens in the place of another. */
async function processBehind(url: string): Promise<number> {
  const inspector = await connectToInspector(url)
  try {
    return await ownPid(inspector)
  } finally {
    inspector.close()
  }
}

/** The process of Node on this machine, and in this network, that listens to the port. */
function localOwner(port: number): number | null {
  if (process.platform !== 'linux') return null
  const inodes = listeningPorts(process.pid).filter((one) => one.port === port)
  if (inodes.length === 0) return null
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  for (const pid of pids.map(Number)) {
    const sockets = ownSockets(pid)
    if (inodes.some(({ inode }) => sockets.has(inode))) return isNode(pid) ? pid : null
  }
  return null
}
