// Where the agents of one launched program connect. Each connection is one isolate, from its first Hello on.

import { chmod } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import type { Hello } from '../../protocol/index.ts'
import { PROTOCOL_VERSION } from '../../protocol/index.ts'
import { parseAgentMessage } from './agent-message.ts'
import { ConnectedIsolate } from './isolate.ts'

/** Longest line that an agent may send, in characters; source maps are the longest. */
const LINE_LIMIT = 64 * 1024 * 1024

export interface AgentServer {
  /** In order of their first Hello; those that ended stay. */
  readonly isolates: readonly ConnectedIsolate[]
  readonly onIsolate: (listener: (isolate: ConnectedIsolate) => void) => () => void
  /** Ends every connection and stops listening. */
  close(): Promise<void>
}

/**
 * Listens on `socketPath`; `roleOf` may know more of an isolate's role than itself. `root` stands before the paths of a
 * process that sees other files.
 */
export async function listenForAgents(
  socketPath: string,
  roleOf: (hello: Hello, known: readonly ConnectedIsolate[]) => Hello['role'],
  root: string = '',
): Promise<AgentServer> {
  const isolates: ConnectedIsolate[] = []
  const listeners = new Set<(isolate: ConnectedIsolate) => void>()
  const sockets = new Set<Socket>()
  const admit = (hello: Hello, socket: Socket): ConnectedIsolate | null => {
    if (hello.protocol !== PROTOCOL_VERSION) return null
    const told = { ...hello, role: roleOf(hello, isolates) }
    const isolate = new ConnectedIsolate(told, (line) => void socket.write(line), root)
    // An agent that was loaded twice is heard once.
    if (isolates.some((other) => other.id === isolate.id && !other.ended)) return null
    isolates.push(isolate)
    for (const listener of listeners) listener(isolate)
    return isolate
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => {
      sockets.delete(socket)
    })
    converse(socket, (hello) => admit(hello, socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(socketPath, () => {
      server.off('error', reject)
      resolve()
    })
  })
  if (process.platform !== 'win32') await chmod(socketPath, 0o600)
  return {
    isolates,
    onIsolate: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
      })
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function converse(socket: Socket, admit: (hello: Hello) => ConnectedIsolate | null): void {
  let isolate: ConnectedIsolate | null = null
  const hearLine = (line: string): void => {
    const message = parseAgentMessage(line)
    if (message === null) return
    if (isolate !== null) {
      isolate.hear(message)
      return
    }
    isolate = message.type === 'hello' ? admit(message) : null
    if (isolate === null) socket.destroy()
  }
  let pieces: string[] = []
  let length = 0
  socket.setEncoding('utf8')
  socket.on('data', (data) => {
    const [first = '', ...rest] = String(data).split('\n')
    pieces.push(first)
    length += first.length
    for (const next of rest) {
      hearLine(pieces.join(''))
      pieces = [next]
      length = next.length
    }
    if (length > LINE_LIMIT) socket.destroy()
  })
  // A broken connection is an ended one: 'close' follows.
  socket.on('error', () => undefined)
  socket.on('close', () => {
    isolate?.end()
  })
}
