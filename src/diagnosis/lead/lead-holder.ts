// Names the holder: the nearest variable or property on the way to the object that things hang from.

import type { LeadHolder, RawPosition } from './lead.ts'
import type { PlacedStep } from './lead-steps.ts'
import { isSuspended } from './node-facts.ts'
import type { NodeFacts } from './node-facts.ts'

/** How far up a telling name is looked for. */
const LEVELS = 6

/** `at` is the index of the step that leads to the holder, -1 where the holder is the root itself. */
export function leadHolder(steps: readonly PlacedStep[], at: number, facts: NodeFacts): LeadHolder {
  const holder = steps[at]
  if (holder === undefined) {
    return {
      objectId: 0,
      name: '',
      edge: 'internal',
      className: '(GC roots)',
      namedClass: '(GC roots)',
      nodeType: 'synthetic',
      ownerName: '',
      position: null,
    }
  }
  const local = localIndex(steps, at)
  const named = local < 0 ? namedIndex(steps, at) : local
  const step = steps[named] ?? holder
  const owner = ownerIndex(steps, named)
  const ownerStep = steps[owner]
  return {
    objectId: facts.objectId(holder.node),
    name: local < 0 ? step.step.name : '',
    edge: step.step.edge,
    className: holder.step.to,
    namedClass: step.step.to,
    nodeType: holder.step.nodeType,
    ownerName: ownerStep?.step.to ?? '',
    position: holderPosition(steps, named, facts),
  }
}

/**
 * The step from a suspended function to what a variable of its own holds, where that is the holder or where the holder is
 * the function; -1 elsewhere. Such a variable has no name in a snapshot, and what is above waits for the function only.
 */
function localIndex(steps: readonly PlacedStep[], at: number): number {
  const below = steps[at + 1]?.step
  if (isSuspended(steps[at]?.step.to ?? '') && below?.edge === 'element') return at + 1
  for (let i = at; i > Math.max(0, at - LEVELS); i--) {
    if (steps[i]?.step.edge !== 'element') return -1
    if (isSuspended(steps[i - 1]?.step.to ?? '')) return i
  }
  return -1
}

/** Node's own slots between an object and its listeners: the object's name says more. */
const INSIDE_NODE = /^(?:<symbol|#signal$|_events$|_(?:writable|readable)State$|outputData$)/
/** Node's own objects between a stream and what is in its buffer. */
const STREAM_PARTS =
  /^(?:WritableState|ReadableState|BufferList|FixedQueue|FixedCircularBuffer|(?:Readable|Writable)\w*Controller|(?:Readable|Writable|Transform)StreamState)$/

/** What is no identifier is a key, such as a host and port: data, which names nothing. Names of events do. */
const IDENTIFIER =
  /^(?:<symbol .*>|(?:get |set |#)?[\p{ID_Start}$_][\p{ID_Continue}$]*(?: \(.*\))?)$/u

/** The nearest step at or above `at` whose edge somebody wrote in source. */
function namedIndex(steps: readonly PlacedStep[], at: number): number {
  let inside = -1
  for (let i = at; i >= Math.max(0, at - LEVELS); i--) {
    const step = steps[i]?.step
    if (step === undefined) break
    const written = step.edge === 'context' || step.edge === 'property'
    if (step.name.startsWith('entry of WeakMap')) return i
    if (!written || step.name === '' || step.name.startsWith('[')) continue
    if (isInsideNode(step.name, steps[i - 1]?.step)) inside = i
    else if (IDENTIFIER.test(step.name) || steps[i - 1]?.step.name === '_events') return i
  }
  return inside < 0 ? at : inside
}

/** Whether a slot is Node's own. Libraries have symbols too; Node names nearly all of its own `k…`. */
function isInsideNode(name: string, owner: PlacedStep['step'] | undefined): boolean {
  if (isInsideStream(owner)) return true
  if (!INSIDE_NODE.test(name)) return false
  const script = owner?.position?.script ?? 'node:'
  return script.startsWith('node:') || !/^<symbol (?!k[A-Z])[a-z][\w ]*>$/.test(name)
}

/** Whether an object is part of a stream: by its class, or as the private state of one. */
function isInsideStream(owner: PlacedStep['step'] | undefined): boolean {
  if (owner === undefined) return false
  if (STREAM_PARTS.test(owner.to) || owner.name === '<symbol kState>') return true
  return owner.to === 'Queue' && owner.position?.script === 'node:internal/webstreams/util'
}

/** The step to the object or function that has the named edge: of a scope, its function. */
function ownerIndex(steps: readonly PlacedStep[], named: number): number {
  let owner = named - 1
  while (owner > 0 && steps[owner]?.step.to === 'scope') owner--
  return owner
}

/** Position of the nearest function or class at or above the named edge's owner. */
function holderPosition(
  steps: readonly PlacedStep[],
  named: number,
  facts: NodeFacts,
): RawPosition | null {
  for (let i = named - 1; i >= 0; i--) {
    const node = steps[i]?.node
    const position = node === undefined ? null : (facts.position(node) ?? steps[i]?.step.position)
    if (position && !position.script.startsWith('node:') && position.script !== '') {
      return position
    }
  }
  return null
}
