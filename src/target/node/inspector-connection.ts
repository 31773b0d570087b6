// A client of one inspector, over its WebSocket: calls, and the events that they bring.

import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping.js'
import { WebSocket } from 'ws'
import { TidemarkError } from '../../protocol/index.ts'
import type { NodeCommands, NodeEvents } from './attach/node-protocol.ts'

type Calls = ProtocolMapping.Commands & NodeCommands
type Events = ProtocolMapping.Events & NodeEvents

const DEFAULT_TIMEOUT_MS = 10_000

export interface InspectorConnection {
  /** Rejects with `TARGET_SILENT` (no answer in time), `TARGET_GONE` or `TARGET_REFUSED`. */
  call<M extends keyof Calls>(
    method: M,
    params?: Calls[M]['paramsType'][0],
    timeoutMs?: number,
  ): Promise<Calls[M]['returnType']>
  on<E extends keyof Events>(event: E, listener: (params: Events[E][0]) => void): void
  /** Resolves where the other side or `close` has ended the connection. */
  readonly closed: Promise<void>
  close(): void
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

interface Call {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: TidemarkError) => void
}

export async function connectToInspector(url: string): Promise<InspectorConnection> {
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    handshakeTimeout: DEFAULT_TIMEOUT_MS,
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', (cause) => {
      reject(new TidemarkError('TARGET_SILENT', 'the inspector does not answer', { cause }))
    })
  })
  const calls = new Map<number, Call>()
  const listeners = new Map<string, (params: unknown) => void>()
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      const gone = new TidemarkError('TARGET_GONE', 'the inspector closed the connection')
      for (const call of calls.values()) call.reject(gone)
      resolve()
    })
  })
  socket.on('error', () => undefined)
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as Message
    if (message.method !== undefined) listeners.get(message.method)?.(message.params)
    const call = calls.get(message.id ?? 0)
    if (message.error === undefined) call?.resolve(message.result)
    else call?.reject(new TidemarkError('TARGET_REFUSED', message.error.message))
  })
  let nextId = 1
  return {
    closed,
    close: () => {
      socket.terminate()
    },
    on: (event, listener) => {
      listeners.set(event, listener as (params: unknown) => void)
    },
    call: async (method, params, timeoutMs = DEFAULT_TIMEOUT_MS) => {
      const id = nextId++
      let timer: NodeJS.Timeout | undefined
      try {
        // The protocol answers a method in the shape that its mapping gives.
        return (await new Promise<unknown>((resolve, reject) => {
          timer = setTimeout(() => {
            reject(new TidemarkError('TARGET_SILENT', `the inspector did not answer ${method}`))
          }, timeoutMs)
          calls.set(id, { resolve, reject })
          socket.send(JSON.stringify({ id, method, params: params ?? {} }))
        })) as Calls[typeof method]['returnType']
      } finally {
        clearTimeout(timer)
        calls.delete(id)
      }
    },
  }
}
