// Messages that wait in ports. What they carry is native memory that no counter has; a snapshot shows each as a node of
// next to no size. So they are counted by port, and the port is told by its path.

import {
  NO_DOMINATOR,
  ROLE_SYNTHETIC,
  UNREACHABLE,
  foldPath,
  retainingPath,
  stringIndex,
} from '../../heap/index.ts'
import type { EdgeOrdinal, NodeOrdinal, PathTree, RetainingPath } from '../../heap/index.ts'
import type { GraphView } from './graph-view.ts'
import type { LeadHolder, LeadStep } from './lead.ts'
import { leadHolder } from './lead-holder.ts'
import { leadSteps } from './lead-steps.ts'
import { wrappersOf } from './native-owners.ts'
import { withoutNodePrefix } from './node-prefix.ts'
import { stepView } from './step-view.ts'

/** A port with messages that nobody has read. */
export interface MessageQueue {
  /** V8's number of the port. */
  readonly portId: number
  readonly messages: number
  /** From the GC root to the port, folded. */
  readonly steps: readonly LeadStep[]
  readonly holder: LeadHolder
}

const LEAST_MESSAGES = 20
const MOST_QUEUES = 3
/** Message, list, data of the port, port. */
const LEVELS = 6

/** The fullest queues, most messages first; none where no port has more than a few. O(nodes + edges) at most. */
export function messageQueues(view: GraphView): MessageQueue[] {
  const { graph } = view
  const message = stringIndex(graph.strings, 'Node / Message')
  const port = stringIndex(graph.strings, 'Node / MessagePort')
  if (message < 0 || port < 0) return []
  const counts = new Map<NodeOrdinal, number>()
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.nodeName[node] !== message) continue
    const owner = portAbove(view, node, port)
    if (owner !== null) counts.set(owner, (counts.get(owner) ?? 0) + 1)
  }
  const fullest = [...counts]
    .filter(([, messages]) => messages >= LEAST_MESSAGES)
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_QUEUES)
  if (fullest.length === 0) return []
  const wrappers = wrappersOf(view, new Set(fullest.map(([owner]) => owner)))
  return fullest.map(([owner, messages]) => queueOf(view, wrappers.get(owner) ?? owner, messages))
}

function portAbove(view: GraphView, node: NodeOrdinal, port: number): NodeOrdinal | null {
  const { immediateDominator } = view.dominators
  let at = node
  for (let level = 0; level < LEVELS; level++) {
    at = immediateDominator[at] ?? NO_DOMINATOR
    if (at === NO_DOMINATOR || at === 0) return null
    if (view.graph.nodeName[at] === port) return at
  }
  return null
}

function queueOf(view: GraphView, node: NodeOrdinal, messages: number): MessageQueue {
  const { graph, roles, trie, facts } = view
  const folded = foldPath(graph, pathThroughProgram(view, node), {
    roles,
    classes: trie.classes,
  })
  const steps = leadSteps(
    folded,
    facts,
    stepView(view, () => false),
  )
  const shown = withoutNodePrefix(steps, steps.length - 1)
  return {
    portId: facts.objectId(node),
    messages,
    steps: shown.steps.map((placed) => placed.step),
    holder: leadHolder(steps, steps.length - 1, facts),
  }
}

/** An open port is held by Node itself; the way through a variable or property says more, where there is one. */
function pathThroughProgram(view: GraphView, node: NodeOrdinal): RetainingPath {
  const { tree } = view
  const held = holdersOf(view, node).sort((a, b) => distance(tree, a.from) - distance(tree, b.from))
  for (const { from, edge } of held) {
    const above = retainingPath(tree, from)
    if (above.nodes.includes(node)) continue
    return {
      nodes: Uint32Array.of(...above.nodes, node),
      edges: Uint32Array.of(...above.edges, edge),
    }
  }
  return retainingPath(tree, node)
}

/** Edges that somebody wrote in source, from what can be reached. O(edges). */
function holdersOf(
  { graph, tree, roles }: GraphView,
  node: NodeOrdinal,
): { from: NodeOrdinal; edge: EdgeOrdinal }[] {
  const written = new Set(['property', 'context'].map((name) => graph.edgeTypes.indexOf(name)))
  const found: { from: NodeOrdinal; edge: EdgeOrdinal }[] = []
  let from = 0
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    while (edge >= (graph.firstEdge[from + 1] ?? Infinity)) from++
    if (graph.edgeTo[edge] !== node || !written.has(graph.edgeType[edge] ?? 0)) continue
    if (distance(tree, from) === UNREACHABLE || roles[from] === ROLE_SYNTHETIC) continue
    found.push({ from, edge })
  }
  return found
}

function distance(tree: PathTree, node: NodeOrdinal): number {
  return tree.distance[node] ?? UNREACHABLE
}
