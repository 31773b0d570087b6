// Objects that own native memory: a small wrapper in the heap, and behind it a node of Node.js that shows no size, as a TLS
// context, a hash or a compressor. Where more and more of them live, they are counted and one is told by its path.

import { UNREACHABLE, foldPath, retainingPath } from '../../heap/index.ts'
import type { NodeOrdinal } from '../../heap/index.ts'
import type { GraphView } from './graph-view.ts'
import type { LeadHolder, LeadStep } from './lead.ts'
import { leadHolder } from './lead-holder.ts'
import { leadSteps } from './lead-steps.ts'
import { withoutNodePrefix } from './node-prefix.ts'
import { stepView } from './step-view.ts'

/** Objects of one native class that were made after the first snapshot and are alive in the last. */
export interface NativeOwners {
  /** E.g. `SecureContext`. */
  readonly name: string
  readonly objects: number
  readonly born: number
  /** From the GC root to one of them, folded. */
  readonly steps: readonly LeadStep[]
  readonly holder: LeadHolder
}

const PREFIX = 'Node / '
const LEAST_BORN = 20
/** Of those alive at least this share was made between the snapshots. */
const LEAST_SHARE = 0.15
const MOST_CLASSES = 3
/** What Node.js has of its own, and what is told as a message queue. */
const NOT_OWNERS = /^(?:Aliased|std::|Message$|incoming_messages|.*BindingData|.*Info$)/

interface Group {
  readonly name: string
  objects: number
  /** The program's own objects: V8 numbers native nodes anew in each snapshot. */
  readonly born: NodeOrdinal[]
}

/** Most newborn first; none without an earlier snapshot of the same process. O(nodes + edges). */
export function nativeOwners(view: GraphView): NativeOwners[] {
  return [...groupsOf(view).values()]
    .filter(({ born, objects }) => born.length >= Math.max(LEAST_BORN, LEAST_SHARE * objects))
    .sort((a, b) => b.born.length - a.born.length)
    .slice(0, MOST_CLASSES)
    .map((group) => described(view, group, group.born[group.born.length >>> 1] ?? 0))
}

/** Native nodes that an object of the heap has, by the string of their name. */
function groupsOf(view: GraphView): ReadonlyMap<number, Group> {
  const { graph, births, tree } = view
  const groups = new Map<number, Group | null>()
  const seen = new Set<NodeOrdinal>()
  const object = graph.nodeTypes.indexOf('object')
  const native = new Set(['native', 'synthetic'].map((type) => graph.nodeTypes.indexOf(type)))
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.nodeType[node] !== object || tree.distance[node] === UNREACHABLE) continue
    const end = graph.firstEdge[node + 1] ?? 0
    for (let edge = graph.firstEdge[node] ?? 0; edge < end; edge++) {
      const to = graph.edgeTo[edge] ?? 0
      if (!native.has(graph.nodeType[to] ?? 0) || seen.has(to)) continue
      const group = groupOf(groups, graph.nodeName[to] ?? 0, graph.strings)
      if (group === null) continue
      seen.add(to)
      group.objects++
      if (births[node] !== 0) group.born.push(node)
    }
  }
  return new Map([...groups].flatMap(([key, group]) => (group === null ? [] : [[key, group]])))
}

/** Each name is decoded once; `null` for what is not the program's. */
function groupOf(
  groups: Map<number, Group | null>,
  key: number,
  strings: GraphView['graph']['strings'],
): Group | null {
  const known = groups.get(key)
  if (known !== undefined) return known
  const text = strings.get(key)
  const name = text.slice(PREFIX.length)
  const isOwner = text.startsWith(PREFIX) && !NOT_OWNERS.test(name)
  const group = isOwner ? { name, objects: 0, born: [] } : null
  groups.set(key, group)
  return group
}

/** The program's own object of each native one. O(nodes + edges). */
export function wrappersOf(
  { graph }: GraphView,
  natives: ReadonlySet<NodeOrdinal>,
): ReadonlyMap<NodeOrdinal, NodeOrdinal> {
  const found = new Map<NodeOrdinal, NodeOrdinal>()
  const object = graph.nodeTypes.indexOf('object')
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.nodeType[node] !== object) continue
    const end = graph.firstEdge[node + 1] ?? 0
    for (let edge = graph.firstEdge[node] ?? 0; edge < end; edge++) {
      const to = graph.edgeTo[edge] ?? 0
      if (natives.has(to) && !found.has(to)) found.set(to, node)
    }
  }
  return found
}

function described(view: GraphView, group: Group, wrapper: NodeOrdinal): NativeOwners {
  const { graph, tree, roles, trie, facts, births } = view
  const folded = foldPath(graph, retainingPath(tree, wrapper), { roles, classes: trie.classes })
  const steps = leadSteps(
    folded,
    facts,
    stepView(view, (node) => births[node] !== 0),
  )
  const firstNew = steps.findIndex(({ step }) => step.status === 'stuck')
  const held = firstNew < 0 ? steps.length : firstNew
  const shown = withoutNodePrefix(steps, held - 1)
  return {
    name: group.name,
    objects: group.objects,
    born: group.born.length,
    steps: shown.steps.map((placed) => placed.step),
    holder: leadHolder(steps, held - 1, facts),
  }
}
