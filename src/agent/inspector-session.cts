// An inspector session inside the process: no port, nothing listens, and every answer is there at once.

import type * as inspectorModule from 'node:inspector'

/** A connected session. Throws what the inspector refuses. */
export interface LocalSession {
  readonly post: (method: string, params: object) => unknown
  readonly disconnect: () => void
}

/** Throws where this Node is built without an inspector. */
export function connectLocally(): LocalSession {
  // Loaded by hand because a Node without an inspector has no such module.
  const inspector = require('node:inspector') as typeof inspectorModule
  const session = new inspector.Session()
  session.connect()
  return {
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
    disconnect: () => {
      session.disconnect()
    },
  }
}
