// Which step of a path is the reference to cut, where the path leads to an object that was declared over. Where several
// objects hang from one holder it is known. Of a single one the reference right above it is named, unless that belongs to
// something that only serves it, such as a listener or a timer, whose registration is then the fault.

import type { NodeOrdinal, RetainingPath } from '../../heap/index.ts'
import type { PlacedStep } from '../lead/lead-steps.ts'
import { isSuspended } from '../lead/node-facts.ts'
import type { OverdueGroup } from './overdue-groups.ts'

/** Index of the step whose edge leaves the holder. O(path). */
export function holderLink(
  steps: readonly PlacedStep[],
  path: RetainingPath,
  group: OverdueGroup,
): number {
  const last = Math.max(0, steps.length - 1)
  const to = group.links[0]?.to
  if (group.isShared && to !== undefined) return stepTo(steps, path, to)
  return registration(steps) ?? last
}

/** The first step that leads to the node, or past it where it is storage that the path does not show. */
function stepTo(steps: readonly PlacedStep[], path: RetainingPath, to: NodeOrdinal): number {
  const at = new Map<NodeOrdinal, number>()
  for (const [index, node] of path.nodes.entries()) at.set(node, index)
  const wanted = at.get(to) ?? path.nodes.length
  const found = steps.findIndex(({ node }) => (at.get(node) ?? -1) >= wanted)
  return found < 0 ? Math.max(0, steps.length - 1) : found
}

/** What serves an object and has no life of its own. */
const SERVES = /^(?:closure |scope$|Promise|PromiseReaction|Timeout$|Immediate$|Listener$)/
/** Names under which Node keeps what was registered. */
const REGISTRY_NAMES = /^(?:_events|<symbol kEvents>|.*kEvents.*)$/
const REGISTRY_CLASSES = /^(?:TimersList|PriorityQueue|ImmediateList)$/

/** The step into the first thing that serves the object, where that is registered somewhere; else `null`. */
function registration(steps: readonly PlacedStep[]): number | null {
  let first = steps.length - 1
  while (first > 0 && serves(steps[first - 1])) first--
  if (first === steps.length - 1) return null
  const above = steps.slice(Math.max(0, first - 2), first)
  const isRegistered = above.some(
    ({ step }) => REGISTRY_NAMES.test(step.name) || REGISTRY_CLASSES.test(step.to),
  )
  // An entry of a collection, too, is there because somebody put it in and may take it out.
  const isEntry = steps[first]?.step.edge === 'element' || steps[first]?.step.name === '[…]'
  return isRegistered || isEntry ? first : null
}

function serves(placed: PlacedStep | undefined): boolean {
  if (placed === undefined) return false
  return SERVES.test(placed.step.to) || isSuspended(placed.step.to)
}
