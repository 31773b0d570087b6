// How the agent comes into a process that runs already: as text, through Node's inspector, so that no file of ours has to
// be where the process can read it and no module stays in its cache.

import { startAgentAs } from './agent.cts'
import { takeBinding } from './binding-connection.cts'
import type { Binding } from './binding-connection.cts'
import { openConnection } from './connection.cts'
import { followWorkers } from './worker-arrival.cts'

/** What an agent is told when it comes in; plain data, for it is handed on as text. */
export interface Arrival {
  /** Where Tidemark listens, as this process sees it; `null` where it is on another machine. */
  readonly socketPath: string | null
  /** Then the name of the function that the inspector has made for it. */
  readonly binding: string | null
  /** The process id as Tidemark sees it. */
  readonly pid: number
}

/**
 * Starts the agent of this isolate. `text` is the expression that it came as: a function of `require` and an arrival,
 * which is evaluated again in every worker thread, also in those to come. Returns what hears commands where there is no
 * socket; worker threads are not entered then.
 */
export function arrive(arrival: Arrival, text: string): Binding['hear'] | null {
  const { socketPath, binding, pid } = arrival
  if (socketPath !== null) {
    startAgentAs({
      connect: (events) => openConnection(socketPath, events),
      follow: () => followWorkers(again(arrival, text)),
      pid,
    })
    return null
  }
  const taken = takeBinding(binding ?? '')
  startAgentAs({ connect: taken.connect, follow: () => () => undefined, pid })
  return taken.hear
}

/** The same expression for another thread, under the same name: the agent's own stack frames are told by it. */
function again(arrival: Arrival, text: string): string {
  const call = `(${text})(require, ${JSON.stringify(arrival)})`
  return `${call}\n//# sourceURL=${encodeURI(__dirname)}/arrival.cjs`
}
