// The agent's end of the private socket: whole lines out, whole lines in, and nothing that the host could feel.
// It writes to the descriptor itself: a write queued in libuv would keep the host alive for as long as Tidemark
// does not read, and would be lost where the program exits in its first turn or starves its event loop.

import { writeSync } from 'node:fs'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers'

/** Most bytes that may wait for Tidemark to read before samples are dropped. */
const QUEUE_LIMIT_BYTES = 256 * 1024
/** Most bytes of one command; Tidemark sends far less. */
const LINE_LIMIT = 1024 * 1024
const RETRY_MS = 5
const SLOWEST_RETRY_MS = 1000

/** An open connection. Nothing in it throws and nothing in it keeps the process alive. */
export interface Connection {
  /** Writes at once what the socket takes and keeps the rest. Dropped, if it may be, while too much waits. */
  readonly send: (message: object, mayDrop: boolean) => void
  /** Whether libuv still connects, which it counts among the host's resources. */
  readonly isConnecting: () => boolean
  readonly close: () => void
}

export interface ConnectionEvents {
  readonly onLine: (line: string) => void
  /** Called once, where the connection could not be made, broke, or was closed by Tidemark. */
  readonly onGone: () => void
}

/** Opens the connection; bytes sent before libuv says that it is up arrive nevertheless. */
export function openConnection(path: string, events: ConnectionEvents): Connection {
  const socket = connect(path)
  socket.unref()
  socket.setEncoding('utf8')
  const outgoing = new Outgoing(socket)
  let isGone = false
  const leave = (): void => {
    if (isGone) return
    isGone = true
    socket.destroy()
    events.onGone()
  }
  socket.on('error', leave)
  socket.on('end', leave)
  socket.on('close', leave)
  onLines(socket, events.onLine, leave)
  return {
    send: (message, mayDrop) => {
      if (isGone || (mayDrop && outgoing.waitingBytes > QUEUE_LIMIT_BYTES)) return
      if (!outgoing.add(Buffer.from(`${JSON.stringify(message)}\n`))) leave()
    },
    isConnecting: () => socket.connecting,
    close: () => {
      isGone = true
      socket.destroy()
    },
  }
}

function onLines(socket: Socket, onLine: (line: string) => void, leave: () => void): void {
  let rest = ''
  socket.on('data', (chunk) => {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LINE_LIMIT) {
      leave()
      return
    }
    for (const line of lines) onLine(line)
  })
}

/** Bytes on their way out, in order. */
class Outgoing {
  readonly #socket: Socket
  readonly #queue: Buffer[] = []
  #retryMs = RETRY_MS
  #isRetrying = false
  waitingBytes = 0

  constructor(socket: Socket) {
    this.#socket = socket
  }

  /** `false` where the other side is gone. */
  add(bytes: Buffer): boolean {
    this.#queue.push(bytes)
    this.waitingBytes += bytes.length
    return this.#flush()
  }

  #flush(): boolean {
    const descriptor = descriptorOf(this.#socket)
    for (let head = this.#queue[0]; head !== undefined; head = this.#queue[0]) {
      const written = descriptor < 0 ? this.#hand(head) : tryWrite(descriptor, head)
      if (written < 0) return false
      if (written === 0) {
        this.#retry()
        return true
      }
      this.#retryMs = RETRY_MS
      this.waitingBytes -= written
      if (written < head.length) this.#queue[0] = head.subarray(written)
      else this.#queue.shift()
    }
    return true
  }

  /** For sockets without a descriptor (named pipes of Windows). */
  #hand(bytes: Buffer): number {
    if (this.#socket.destroyed) return -1
    if (this.#socket.writableLength > QUEUE_LIMIT_BYTES) return 0
    this.#socket.write(bytes)
    return bytes.length
  }

  #retry(): void {
    if (this.#isRetrying) return
    this.#isRetrying = true
    setTimeout(() => {
      this.#isRetrying = false
      if (!this.#flush()) this.#socket.destroy()
    }, this.#retryMs).unref()
    this.#retryMs = Math.min(this.#retryMs * 2, SLOWEST_RETRY_MS)
  }
}

/**
 * The socket's descriptor, or -1. Asked for at every write: once closed, its number may belong to a file of the host's.
 */
function descriptorOf(socket: Socket & { readonly _handle?: unknown }): number {
  const handle = socket._handle
  if (typeof handle !== 'object' || handle === null || !('fd' in handle)) return -1
  return typeof handle.fd === 'number' ? handle.fd : -1
}

/** Bytes taken; 0 where the socket is full; -1 where it is broken. */
function tryWrite(descriptor: number, bytes: Buffer): number {
  try {
    return writeSync(descriptor, bytes)
  } catch (error) {
    const isFull = error instanceof Error && 'code' in error && error.code === 'EAGAIN'
    return isFull ? 0 : -1
  }
}
