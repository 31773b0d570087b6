// Whether a program listens to a signal itself. The kernel only tells that somebody in the process does, and of SIGUSR1 that
// is Node in any case; so libuv's own table of listeners is looked up in the memory of the process. It is only read.

import { closeSync, openSync, readSync } from 'node:fs'
import { symbolAddress } from './symbol-address.ts'

/** A static variable of libuv, the root of a tree of `uv_signal_t`; compilers may number it. */
const TREE = /(?<=\0)uv__signal_tree(?:\.\d+)?(?=\0)/g
/** Offsets in `uv_signal_t`, the same in every libuv 1 on 64-bit systems. */
const TYPE_AT = 16
const NUMBER_AT = 104
const LEFT_AT = 112
const RIGHT_AT = 120
const HANDLE_BYTES = 152
/** What libuv calls a handle of this kind. */
const SIGNAL_TYPE = 16
const HIGHEST_SIGNAL = 64
const MOST_LISTENERS = 1000
/** A program may change the tree while it is read. */
const ATTEMPTS = 3

/** `null` where it cannot be known: memory that may not be read, or a Node without symbols. Linux only. */
export function listensToSignal(pid: number, signal: number): boolean | null {
  const tree = symbolAddress(pid, TREE)
  if (tree === null) return null
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const signals = listenedSignals(pid, tree)
    if (signals !== null) return signals.has(signal)
  }
  return null
}

function listenedSignals(pid: number, tree: bigint): ReadonlySet<number> | null {
  let descriptor = -1
  try {
    descriptor = openSync(`/proc/${pid}/mem`, 'r')
    const signals = new Set<number>()
    const open = [pointer(descriptor, tree)]
    for (let seen = 0; ; seen += 1) {
      const at = open.pop()
      if (at === undefined) return signals
      if (at === 0n) continue
      const handle = memory(descriptor, at, HANDLE_BYTES)
      const number = handle.readInt32LE(NUMBER_AT)
      const isHandle = handle.readInt32LE(TYPE_AT) === SIGNAL_TYPE && number > 0
      if (!isHandle || number > HIGHEST_SIGNAL || seen > MOST_LISTENERS) return null
      signals.add(number)
      open.push(handle.readBigUInt64LE(LEFT_AT), handle.readBigUInt64LE(RIGHT_AT))
    }
  } catch {
    return null
  } finally {
    if (descriptor >= 0) closeSync(descriptor)
  }
}

function pointer(descriptor: number, at: bigint): bigint {
  return memory(descriptor, at, 8).readBigUInt64LE()
}

function memory(descriptor: number, at: bigint, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes)
  if (readSync(descriptor, buffer, 0, bytes, at) !== bytes) throw new Error('unreadable memory')
  return buffer
}
