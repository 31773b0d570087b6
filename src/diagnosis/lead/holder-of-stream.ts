// The holder's name where the path runs through Node's own tables: a stream is often reached from the timer or socket
// that it waits for, and is known to its authors by the variable that holds it.

import { foldPath, retainingPath, stringIndex } from '../../heap/index.ts'
import type { EdgeOrdinal, NodeOrdinal } from '../../heap/index.ts'
import type { GraphView } from './graph-view.ts'
import { leadHolder } from './lead-holder.ts'
import { leadSteps } from './lead-steps.ts'
import type { PlacedStep } from './lead-steps.ts'
import type { LeadHolder } from './lead.ts'

/** The classes that Node gives to what lies inside of a stream; the stream is the object before it. */
const STATE = /^(?:Writable|Readable)State$/

/** The holder at step `at`. O(path), and O(edges) where a stream has to be named. */
export function holderAt(view: GraphView, steps: readonly PlacedStep[], at: number): LeadHolder {
  const holder = leadHolder(steps, at, view.facts)
  const state = steps.slice(0, at + 1).findLastIndex(({ step }) => STATE.test(step.to))
  const stream = steps[state]?.from
  if (stream === undefined || at - state > 3 || isNamed(steps, state - 1, holder)) return holder
  const named = variableOf(view, stream)
  return named === null
    ? holder
    : { ...named, objectId: holder.objectId, className: holder.className }
}

/** Whether the stream itself is what the holder is named after, by a name that a program gave. */
function isNamed(steps: readonly PlacedStep[], stream: number, holder: LeadHolder): boolean {
  const step = steps[stream]?.step
  if (step === undefined || step.name !== holder.name || step.name.startsWith('<symbol'))
    return false
  return step.edge === 'context' || step.edge === 'property'
}

/** The holder as if the path ended in a variable of the program that holds the object; `null` where none does. */
function variableOf(view: GraphView, object: NodeOrdinal): LeadHolder | null {
  for (const { from, edge } of variablesWith(view, object)) {
    const path = retainingPath(view.tree, from)
    const nodes = [...path.nodes, object]
    const edges = [...path.edges, edge]
    const folded = foldPath(
      view.graph,
      { nodes: Uint32Array.from(nodes), edges: Uint32Array.from(edges) },
      { roles: view.roles, classes: view.trie.classes },
    )
    const steps = leadSteps(folded, view.facts, { isNew: () => false, weakMapName: () => null })
    const holder = leadHolder(steps, steps.length - 1, view.facts)
    if (holder.position !== null) return holder
  }
  return null
}

/** Edges of type `context` that lead to the object, from the scopes that have it as a variable. */
function variablesWith(
  { graph, strong }: GraphView,
  object: NodeOrdinal,
): { readonly from: NodeOrdinal; readonly edge: EdgeOrdinal }[] {
  const context = graph.edgeTypes.indexOf('context')
  // What a method's functions see of their own object names nothing.
  const self = stringIndex(graph.strings, 'this')
  const found: { from: NodeOrdinal; edge: EdgeOrdinal }[] = []
  for (let node = 0; node < graph.nodeCount; node++) {
    const end = graph.firstEdge[node + 1] ?? 0
    for (let edge = graph.firstEdge[node] ?? 0; edge < end; edge++) {
      const fits = graph.edgeTo[edge] === object && graph.edgeType[edge] === context
      if (fits && strong[edge] === 1 && graph.edgeName[edge] !== self)
        found.push({ from: node, edge })
    }
  }
  return found
}
