// The WebSocket of the inspector behind an address, as Node itself tells it over HTTP.

import { get } from 'node:http'

const ANSWER_MS = 2000
/** A list of one target is some 600 bytes. */
const LARGEST_ANSWER = 64 * 1024

/** Where to ask: a port, or a socket that leads to one. */
export type Way = { readonly port: number; readonly host: string } | { readonly socketPath: string }

/** The URL for `connectToInspector`; `null` where no inspector of Node answers, or one that keeps its address to itself. */
export async function inspectorUrl(way: Way): Promise<string | null> {
  const list = await ask(way, '/json/list')
  const first: unknown = Array.isArray(list) ? list[0] : null
  if (typeof first !== 'object' || first === null) return null
  if (!('webSocketDebuggerUrl' in first) || !('type' in first) || first.type !== 'node') return null
  const path = new URL(String(first.webSocketDebuggerUrl)).pathname
  if ('socketPath' in way) return `ws+unix:${way.socketPath}:${path}`
  const host = way.host.includes(':') ? `[${way.host}]` : way.host
  return `ws://${host}:${way.port}${path}`
}

function ask(way: Way, path: string): Promise<unknown> {
  return new Promise((resolve) => {
    const nothing = (): void => resolve(null)
    // The inspector answers to an address or to localhost only, against pages that rebind their name.
    const headers = { host: 'localhost' }
    const request = get({ ...way, path, headers, agent: false, timeout: ANSWER_MS }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (data: string) => {
        text += data
        if (text.length > LARGEST_ANSWER) request.destroy()
      })
      response.once('error', nothing)
      response.once('close', () => resolve(parsed(text)))
    })
    request.once('timeout', () => request.destroy())
    request.once('error', nothing)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
