// How much memory a process can still take before something ends it: the machine, one of its containers, or a limit on
// the process itself, whichever is nearest.

import { readFileSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'
import { groupLimits } from './control-groups.ts'

export interface MemoryRoom {
  /** Bytes left before the nearest limit; never negative. */
  readonly bytes: number
  /** Whose limit that is. */
  readonly of: 'machine' | 'container' | 'process'
  readonly limitBytes: number
}

/**
 * The room of a process of this machine: without `/proc` only what the machine has free. `root` is where the file system
 * begins. Costs a dozen small files; takes about a millisecond.
 */
export function memoryRoom(pid: number | 'self', root: string = '/'): MemoryRoom {
  const limits: MemoryRoom[] = [machineRoom(root)]
  for (const { limitBytes, usedBytes } of groupLimits(pid, root)) {
    limits.push({ bytes: Math.max(0, limitBytes - usedBytes), of: 'container', limitBytes })
  }
  limits.push(...processRooms(pid, root))
  return limits.reduce((least, one) => (one.bytes < least.bytes ? one : least))
}

/** `MemAvailable` counts what the kernel would take back from its caches. */
function machineRoom(root: string): MemoryRoom {
  const meminfo = text(`${root}/proc/meminfo`)
  const total = kibibytes(meminfo, /^MemTotal:\s+(\d+) kB$/m)
  const available = kibibytes(meminfo, /^MemAvailable:\s+(\d+) kB$/m)
  return { bytes: available ?? freemem(), of: 'machine', limitBytes: total ?? totalmem() }
}

/** `ulimit -v` and `ulimit -d`. */
function processRooms(pid: number | 'self', root: string): MemoryRoom[] {
  const limits = text(`${root}/proc/${pid}/limits`)
  const status = text(`${root}/proc/${pid}/status`)
  const pairs = [
    [/^Max address space\s+(\d+)/m, /^VmSize:\s+(\d+) kB$/m],
    [/^Max data size\s+(\d+)/m, /^VmData:\s+(\d+) kB$/m],
  ] as const
  return pairs.flatMap(([limit, used]) => {
    const limitBytes = Number(limit.exec(limits)?.[1] ?? Infinity)
    const usedBytes = kibibytes(status, used)
    if (!Number.isFinite(limitBytes) || usedBytes === null) return []
    return [{ bytes: Math.max(0, limitBytes - usedBytes), of: 'process' as const, limitBytes }]
  })
}

function kibibytes(content: string, pattern: RegExp): number | null {
  const found = pattern.exec(content)?.[1]
  return found === undefined ? null : Number(found) * 1024
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
