// Node's native resources in words: what they are called, and what closes them.

import type { Detail } from '../../protocol/index.ts'
import type { Lead, NativeRow } from '../lead/lead.ts'
import { holderPhrase } from './cause-rule.ts'

export interface NativeWords {
  readonly many: string
  /** How one of them is closed. */
  readonly close: string
}

const WORDS: Readonly<Record<string, NativeWords>> = {
  Worker: { many: 'worker threads', close: 'worker.terminate(), or let the worker end by itself' },
  ProcessWrap: {
    many: 'child processes',
    close: 'child.kill(), or end its stdin so that it exits',
  },
  FSEventWrap: { many: 'file watchers', close: 'watcher.close()' },
  StatWatcher: { many: 'polling file watchers', close: 'fs.unwatchFile(name, listener)' },
  UDPWrap: { many: 'UDP sockets', close: 'socket.close()' },
  TCPServerWrap: { many: 'listening servers', close: 'server.close()' },
  JSBindingsConnection: { many: 'inspector sessions', close: 'session.disconnect()' },
  FileHandle: { many: 'open files', close: 'await handle.close(), in a finally block' },
  DirHandle: { many: 'open directories', close: 'await directory.close()' },
  SignalWrap: { many: 'signal handlers', close: 'process.off(signal, listener)' },
  ChannelWrap: { many: 'DNS resolvers', close: 'dropping the resolver, or sharing one' },
  TTYWrap: { many: 'terminal streams', close: 'stream.destroy()' },
  MessagePort: { many: 'message ports', close: 'port.close()' },
  Http2Session: { many: 'HTTP/2 sessions', close: 'session.close()' },
  TLSWrap: { many: 'TLS connections', close: 'socket.end() or socket.destroy()' },
  TCPSocketWrap: { many: 'TCP connections', close: 'socket.end() or socket.destroy()' },
  PipeWrap: { many: 'pipe connections', close: 'socket.end() or socket.destroy()' },
}

/** Lists of Node's own in which other causes are seen; what hangs from them may well hold a socket. */
const OTHER_LISTS = new Set(['TimersList', 'Timeout', 'ImmediateList', 'Listener'])

/** The most telling native resource that grows with the lead, where it is of one of the kinds; else `null`. */
export function nativeOf(lead: Lead, kinds: ReadonlySet<string>): NativeRow | null {
  const [row] = lead.natives
  if (row === undefined || !kinds.has(row.kind)) return null
  return OTHER_LISTS.has(lead.grownClass) || OTHER_LISTS.has(lead.holder.className) ? null : row
}

/** Words for a kind of `NATIVE_KINDS`. */
export function nativeWords(row: NativeRow): NativeWords {
  return WORDS[row.kind] ?? { many: `${row.owner} objects`, close: 'closing it' }
}

/** `180 file watchers of class FSWatcher were opened and are still open`. */
export function nativeReason(row: NativeRow): string {
  const count = row.objects.toLocaleString('en-US')
  return `${count} ${nativeWords(row).many} (${row.owner}) were opened and are still open`
}

/** Whether only Node itself holds what grows, as it does while a resource is open. */
export function heldByNode(lead: Lead): boolean {
  return lead.holder.nodeType === 'synthetic'
}

/** ` and kept in Map clients`, or nothing where only Node holds them. */
export function keptPhrase(lead: Lead): string {
  return heldByNode(lead) ? '' : ` and kept in ${holderPhrase(lead)}`
}

/** How many are open, how many of them came in each round, and what of Node's they belong to. */
export function nativeDetails(lead: Lead, row: NativeRow): Detail[] {
  const details: Detail[] = [
    { label: 'kind', value: nativeWords(row).many },
    { label: 'opened and still open', value: row.objects.toLocaleString('en-US') },
  ]
  if (row.perRound.length > 1) details.push({ label: 'by round', value: row.perRound.join(', ') })
  const others = lead.natives.filter((other) => other.kind !== row.kind)
  if (others.length > 0) {
    const value = others.map((other) => `${other.objects} ${nativeWords(other).many}`).join(', ')
    details.push({ label: 'along with', value })
  }
  return details
}
