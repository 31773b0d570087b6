// The stream in whose buffer things pile up, found on the path by the classes that Node gives to a stream's state.

import type { NodeFacts } from './node-facts.ts'
import type { PlacedStep } from './lead-steps.ts'
import type { StreamFacts } from './lead-contents.ts'

/** Steps from a stream's state down to an entry of its buffer. */
const DEPTH = 4

/** `at` is the step to cut. `null` where it lies in no stream's buffer. O(1). */
export function streamOfSteps(
  steps: readonly PlacedStep[],
  at: number,
  facts: NodeFacts,
): StreamFacts | null {
  for (let i = Math.min(at, steps.length - 1); i >= Math.max(1, at - DEPTH); i--) {
    const placed = steps[i]
    if (placed === undefined) continue
    const side = sideOf(steps, i)
    if (side === null) continue
    const owner = side.ofState ? placed.from : placed.node
    return { objectId: facts.objectId(owner), className: facts.className(owner), side: side.name }
  }
  return null
}

interface Side {
  readonly name: StreamFacts['side']
  /** Whether the step leads to the state of a stream, so that the stream is where it comes from. */
  readonly ofState: boolean
}

function sideOf(steps: readonly PlacedStep[], i: number): Side | null {
  const step = steps[i]?.step
  if (step === undefined) return null
  if (step.to === 'WritableState') return { name: 'writable', ofState: true }
  if (step.to === 'ReadableState') {
    // `pipes` lists destinations and `awaitDrainWriters` writers; neither is a buffer.
    const inside = steps[i + 1]?.step.name ?? ''
    return /^(?:pipes|awaitDrainWriters)$/.test(inside) ? null : { name: 'readable', ofState: true }
  }
  if (step.name === 'outputData' && step.to === 'Array') return { name: 'outgoing', ofState: true }
  if (step.name === 'unconsumedEvents') return { name: 'events', ofState: false }
  if (/^Writable(?:Stream\w*Controller|StreamState)$|^(?:Internal)?WritableStream$/.test(step.to)) {
    return inQueue(steps, i) ? { name: 'web writable', ofState: false } : null
  }
  if (/^Readable(?:(?:Byte)?Stream\w*Controller|StreamState)$/.test(step.to)) {
    return inQueue(steps, i) ? { name: 'web readable', ofState: false } : null
  }
  return null
}

/** Whether the path goes on into the queue of a web stream's controller, not into what its functions see. */
function inQueue(steps: readonly PlacedStep[], i: number): boolean {
  const next = steps.slice(i + 1, i + 3).map(({ step }) => step.name)
  return next.some((name) => /^(?:queue|writeRequests|pendingPullIntos)$/.test(name))
}
