// The one way to V8's profilers from inside: an inspector session in this thread, without a port. There is one for the
// whole life of the agent, because V8 forgets every object's number when any session ends, and snapshots are compared
// by these numbers.

import type * as inspectorModule from 'node:inspector'

/** A connected session. `post` throws what the inspector refuses. */
export interface LocalSession {
  readonly post: (method: string, params: object) => unknown
  /** Hears the parameters of a notification until the returned function is called. */
  readonly listen: (method: string, hear: (params: unknown) => void) => () => void
}

let shared: { readonly session: LocalSession; readonly disconnect: () => void } | null = null

/** The thread's session, connected when first asked for. Throws where this Node is built without an inspector. */
export function localSession(): LocalSession {
  shared ??= connect()
  return shared.session
}

/**
 * While a session is connected V8 keeps what the program prints with `console`, the last thousand calls with all their
 * arguments, and keeps it for good: this lets go of it.
 */
export function releaseConsole(): void {
  shared?.session.post('Runtime.discardConsoleEntries', {})
}

/** Ends the session where there is one; only when no more snapshots will be taken. */
export function closeLocalSession(): void {
  releaseConsole()
  shared?.disconnect()
  shared = null
}

function connect(): NonNullable<typeof shared> {
  // Loaded by hand because a Node without an inspector has no such module.
  const inspector = require('node:inspector') as typeof inspectorModule
  const session = new inspector.Session()
  session.connect()
  return {
    session: {
      post: (method, params) => {
        let answer: unknown = null
        let refusal: string | null = `${method} was not answered`
        session.post(method, params, (error, result) => {
          answer = result
          refusal = error === null ? null : error.message
        })
        if (refusal !== null) throw new Error(refusal)
        return answer
      },
      listen: (method, hear) => {
        const onMessage = (message: unknown): void => {
          hear((message as { readonly params: unknown }).params)
        }
        session.on(method, onMessage)
        return () => {
          session.removeListener(method, onMessage)
        }
      },
    },
    disconnect: () => {
      session.disconnect()
    },
  }
}
