// The holder's name where the path runs through Node's own tables: a stream is often reached from the timer or socket
// that it waits for, and is known to its authors by the variable that holds it.

import { edgeLookup, foldPath, retainingPath, stringIndex } from '../../heap/index.ts'
import type { EdgeOrdinal, NodeOrdinal } from '../../heap/index.ts'
import type { GraphView } from './graph-view.ts'
import { leadHolder } from './lead-holder.ts'
import { leadSteps } from './lead-steps.ts'
import type { PlacedStep } from './lead-steps.ts'
import type { LeadHolder } from './lead.ts'
import { stepView } from './step-view.ts'

/** The class that Node gives to what lies inside of a stream; the stream is the object before it. */
const STATE = /^(?:Writable|Readable)State$/
const WEB_STREAM = /^(?:Readable(?:Byte)?|Writable|Transform)Stream(?:\w*Controller)?$/
/** Steps from a stream to its buffer: to a Node stream's, to a web stream's, to that of half a transform. */
const DEPTH = 3
const WEB_DEPTH = 8

/** The holder at step `at`. O(path), and O(edges) where a stream has to be named. */
export function holderAt(view: GraphView, steps: readonly PlacedStep[], at: number): LeadHolder {
  const holder = leadHolder(steps, at, view.facts)
  for (const [stream, index] of streamsAbove(steps, at)) {
    if (isNamed(steps, index, holder)) return holder
    const named = firstVariable(view, [stream, ...partsOfWebStream(view, stream)])
    if (named !== null) {
      return { ...named, objectId: holder.objectId, className: holder.className }
    }
  }
  return holder
}

/** Streams at or above a step, nearest first, with the index of the step that leads to each. */
function streamsAbove(steps: readonly PlacedStep[], at: number): [NodeOrdinal, number][] {
  const found: [NodeOrdinal, number][] = []
  for (let i = at; i >= Math.max(0, at - WEB_DEPTH); i--) {
    const placed = steps[i]
    if (placed === undefined) continue
    if (at - i <= DEPTH && STATE.test(placed.step.to)) found.push([placed.from, i - 1])
    else if (WEB_STREAM.test(placed.step.to)) found.push([placed.node, i])
  }
  return found
}

/** Whether the stream itself is what the holder is named after, by a name that a program gave. */
function isNamed(steps: readonly PlacedStep[], stream: number, holder: LeadHolder): boolean {
  const step = steps[stream]?.step
  if (step === undefined || step.name !== holder.name || step.name.startsWith('<symbol'))
    return false
  if (step.edge !== 'context') return step.edge === 'property'
  if (step.name === 'this') return false
  return !isNodes(steps.slice(0, stream))
}

/** Whether the nearest function or class is Node's own, so that its variables are, too. */
function isNodes(steps: readonly PlacedStep[]): boolean {
  const near = steps.findLast(({ step }) => step.position !== null)
  return near?.step.position?.script.startsWith('node:') === true
}

/** What a web stream and its user know each other by. */
const PARTS: readonly string[] = [
  'writer',
  'reader',
  'writable',
  'readable',
  'controller',
  'stream',
]
const MOST_PARTS = 12

/** Writers, readers, halves and controllers of a web stream: programs often keep one of these and not the stream. */
function partsOfWebStream({ graph }: GraphView, stream: NodeOrdinal): NodeOrdinal[] {
  const state = edgeLookup(graph, 'property', '<symbol kState>')
  const parts = PARTS.map((name) => edgeLookup(graph, 'property', name))
  const found: NodeOrdinal[] = [stream]
  for (let at = 0; at < found.length && found.length < MOST_PARTS; at++) {
    const inside = state(found[at] ?? 0)
    if (inside < 0) continue
    for (const part of parts) {
      const node = part(inside)
      if (node >= 0 && !found.includes(node) && state(node) >= 0) found.push(node)
    }
  }
  return found.slice(1)
}

function firstVariable(view: GraphView, objects: readonly NodeOrdinal[]): LeadHolder | null {
  for (const object of objects) {
    const named = variableOf(view, object)
    if (named !== null) return named
  }
  return null
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
    const steps = leadSteps(
      folded,
      view.facts,
      stepView(view, () => false),
    )
    const holder = leadHolder(steps, steps.length - 1, view.facts)
    if (holder.position !== null && !isNodes(steps.slice(0, -1))) return holder
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
