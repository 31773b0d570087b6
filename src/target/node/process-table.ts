// What Linux says about processes from outside, in /proc: needed where a program has no agent or does not answer.
// Every reading is null where there is no /proc or the process is gone.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

const KIBIBYTE = 1024
/** Linux reports CPU time to programs in hundredths of a second, whatever the kernel's own clock. */
const MS_PER_TICK = 10
const ANCESTOR_LIMIT = 64

/** Resident bytes of these processes and all their descendants, each counted once; costs a file a thread. */
export function residentBytes(pids: readonly number[]): number | null {
  const seen = new Set<number>()
  const open = [...pids]
  let bytes: number | null = null
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    if (seen.has(pid)) continue
    seen.add(pid)
    const kibibytes = statusField(pid, /^VmRSS:\s+(\d+)/m)
    if (kibibytes !== null) bytes = (bytes ?? 0) + Number(kibibytes) * KIBIBYTE
    open.push(...children(pid))
  }
  return bytes
}

/** CPU milliseconds that the process's main thread has used. */
export function mainThreadCpuMs(pid: number): number | null {
  const fields = statFields(`/proc/${pid}/task/${pid}/stat`)
  return fields === null ? null : (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK
}

/** One letter, e.g. `S` for sleeping, `T` for stopped, `Z` for a process that has ended; `null` where it is gone. */
export function processState(pid: number): string | null {
  return statFields(`/proc/${pid}/stat`)?.[0] ?? null
}

/** When the process started, in the system's own count: tells it from a later one with its number. */
export function startOf(pid: number): string | null {
  return statFields(`/proc/${pid}/stat`)?.[19] ?? null
}

/** Parents of a process from the nearest on; empty where they cannot be read. */
export function ancestors(pid: number): readonly number[] {
  const found: number[] = []
  let current = pid
  while (found.length < ANCESTOR_LIMIT) {
    const parent = Number(statFields(`/proc/${current}/stat`)?.[1] ?? 0)
    if (!(parent > 0)) break
    found.push(parent)
    current = parent
  }
  return found
}

/** Whether the process has a handler for the signal, which else would end it; `null` where that cannot be known. */
export function catchesSignal(pid: number, signal: number): boolean | null {
  const mask = statusField(pid, /^SigCgt:\s+([0-9a-f]+)/m)
  return mask === null ? null : (BigInt(`0x${mask}`) & (1n << BigInt(signal - 1))) !== 0n
}

/** TCP ports on the loopback address that the process listens to. */
export function loopbackPorts(pid: number): readonly number[] {
  const sockets = ownSockets(pid)
  const ports: number[] = []
  for (const line of lines(`/proc/${pid}/net/tcp`)) {
    const columns = line.trim().split(/\s+/)
    const [address = '', port = ''] = (columns[1] ?? '').split(':')
    const isListening = columns[3] === '0A' && address === '0100007F'
    if (isListening && sockets.has(columns[9] ?? '')) ports.push(Number.parseInt(port, 16))
  }
  return ports
}

/** Inodes of the sockets that the process has open; empty where they may not be seen. */
export function ownSockets(pid: number): ReadonlySet<string> {
  const inodes = new Set<string>()
  for (const descriptor of names(`/proc/${pid}/fd`)) {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`))?.[1]
      if (inode !== undefined) inodes.add(inode)
    } catch {
      // Closed since it was listed.
    }
  }
  return inodes
}

/** Processes that this one started and that run. */
export function children(pid: number): readonly number[] {
  return names(`/proc/${pid}/task`).flatMap((thread) =>
    lines(`/proc/${pid}/task/${thread}/children`).flatMap((line) =>
      line.split(' ').filter(Boolean).map(Number),
    ),
  )
}

function statusField(pid: number, pattern: RegExp): string | null {
  return pattern.exec(text(`/proc/${pid}/status`))?.[1] ?? null
}

/** The fields after the command's name, which may itself hold spaces and parentheses; [0] is the state. */
function statFields(path: string): readonly string[] | null {
  const stat = text(path)
  return stat === '' ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function lines(path: string): readonly string[] {
  return text(path).split('\n').filter(Boolean)
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function names(path: string): readonly string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}
