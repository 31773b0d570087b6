// A collection with the objects that may know how large it is allowed to become: itself, where it is of a class of its own,
// and the nearest two that it belongs to.

import type { GrowthSite } from '../../heap/index.ts'
import { entryCount } from './entry-count.ts'
import type { GraphView } from './graph-view.ts'
import type { LeadHolder } from './lead.ts'
import type { LimitedTable } from './lead-contents.ts'
import type { PlacedStep } from './lead-steps.ts'

const NEAREST = 2
/** Steps above the collection in which its owners are looked for. */
const LEVELS = 4
const PLAIN = /^(?:Map|Set|Array|\(.*\)|module .*|Module|global)$/

interface Place {
  readonly steps: readonly PlacedStep[]
  /** The step to cut. */
  readonly found: number
  readonly holder: LeadHolder
}

/** `null` where what grew are no entries of one collection. O(its edges). */
export function limitedTable(view: GraphView, site: GrowthSite, place: Place): LimitedTable | null {
  const [holder] = site.attach
  const { steps, found } = place
  const faulty = steps[found]?.step
  if (holder === undefined || site.attachCount !== 1 || faulty?.edge !== 'element') return null
  const above = steps.slice(0, found).reverse()
  const idOf = (step: PlacedStep): number => view.facts.objectId(step.node)
  const owners = above
    .slice(0, LEVELS)
    .filter(({ step }) => step.nodeType === 'object' && !PLAIN.test(step.to))
  const near = above.find(({ step }) => isOfProgram(step))
  const functionId = near === undefined ? functionOf(view, place.holder) : idOf(near)
  return {
    entries: entryCount(view.graph, holder),
    ownerIds: owners.slice(0, NEAREST).map(idOf),
    functionIds: functionId === null ? [] : [functionId],
  }
}

function isOfProgram(step: PlacedStep['step']): boolean {
  return step.nodeType === 'closure' && step.position?.script.startsWith('node:') === false
}

/** Any function of the holder's script: all of them see the variables of the module. O(functions). */
function functionOf({ graph, facts }: GraphView, holder: LeadHolder): number | null {
  const script = holder.position?.script
  if (script === undefined) return null
  const closure = graph.nodeTypes.indexOf('closure')
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.nodeType[node] !== closure) continue
    if (facts.position(node)?.script === script) return facts.objectId(node)
  }
  return null
}
