// The agent's end of a debugger's connection, for a program on another machine: messages go out through a function that the
// inspector has made, and come in through one that the inspector calls.

import { performance } from 'node:perf_hooks'
import { clearInterval, setInterval } from 'node:timers'
import type { Connection, ConnectionEvents } from './connection.cts'

/** Nothing tells that a debugger has gone; Tidemark calls more often than this, ms. */
const SILENCE_MS = 15_000
const LOOK_EVERY_MS = 5_000

/** The way out for the agent, and what the inspector calls with each line for it; an empty line says that all is well. */
export interface Binding {
  readonly connect: (events: ConnectionEvents) => Connection
  readonly hear: (line: string) => Promise<void>
}

/** Takes the function of this name off the global object and speaks through it. */
export function takeBinding(name: string): Binding {
  const say = Reflect.get(globalThis, name) as (line: string) => void
  Reflect.deleteProperty(globalThis, name)
  let events: ConnectionEvents | null = null
  let heardAt = performance.now()
  let timer: NodeJS.Timeout | undefined
  const close = (): void => {
    events = null
    clearInterval(timer)
  }
  return {
    connect: (given) => {
      events = given
      timer = setInterval(() => {
        if (performance.now() - heardAt < SILENCE_MS) return
        const gone = events?.onGone
        close()
        gone?.()
      }, LOOK_EVERY_MS)
      timer.unref()
      return {
        send: (message) => {
          if (events !== null) say(JSON.stringify(message))
        },
        isConnecting: () => false,
        close,
      }
    },
    hear: async (line) => {
      heardAt = performance.now()
      // The inspector calls in the middle of whatever runs; a job of its own comes after it.
      await Promise.resolve()
      if (line !== '') events?.onLine(line)
    },
  }
}
