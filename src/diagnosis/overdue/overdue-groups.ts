// Overdue objects that are held the same way: one bug, one group.

import type { NodeOrdinal } from '../../heap/index.ts'
import type { GraphView } from '../lead/graph-view.ts'
import { sharedLinks } from './shared-holder.ts'
import type { Link } from './shared-holder.ts'
import type { WatchedNode } from './watched-nodes.ts'

/** Overdue objects that one kind of path leads to. */
export interface OverdueGroup {
  readonly members: readonly WatchedNode[]
  /** For each object that none of the others leads to: the reference to cut. */
  readonly links: readonly Link[]
  /** Whether several objects share what holds them, so that the reference to cut is known. */
  readonly isShared: boolean
}

/** How far up a path another object of the group is looked for. */
const LEVELS = 64
/** An object whose fields lead to so many of them by different names has data for names. */
const MOST_NAMES = 8

/** Groups with most objects first. O(objects × levels). */
export function overdueGroups(view: GraphView, nodes: readonly WatchedNode[]): OverdueGroup[] {
  const groups = new Map<string, Map<number, WatchedNode[]>>()
  for (const one of nodes) {
    const { place, name } = keyOf(view, one.node)
    const byName = groups.get(place) ?? new Map<number, WatchedNode[]>()
    groups.set(place, byName)
    const members = byName.get(name)
    if (members === undefined) byName.set(name, [one])
    else members.push(one)
  }
  return [...groups.values()]
    .flatMap((byName) =>
      byName.size > MOST_NAMES ? [[...byName.values()].flat()] : [...byName.values()],
    )
    .map((members) => overdueGroup(view, members))
    .sort((a, b) => b.members.length - a.members.length)
}

/** The group of these objects. */
export function overdueGroup(view: GraphView, members: readonly WatchedNode[]): OverdueGroup {
  const tops = withoutChains(view, members)
  const shared = sharedLinks(view, tops)
  const direct = (): Link[] =>
    tops.map((member) => ({ member, from: view.tree.parent[member] ?? 0, to: member }))
  return { members, links: shared ?? direct(), isShared: shared !== null }
}

/** What is the same of objects that are held the same way: the path to what refers to them, and their class. */
function keyOf(
  { graph, tree, trie, facts }: GraphView,
  node: NodeOrdinal,
): { readonly place: string; readonly name: number } {
  const edge = tree.parentEdge[node] ?? 0
  const parent = tree.parent[node] ?? 0
  const place = [trie.of[parent] ?? 0, graph.edgeType[edge] ?? 0, facts.className(node)].join(' ')
  const isNamed = /^(?:property|context)$/.test(graph.edgeTypes[graph.edgeType[edge] ?? 0] ?? '')
  return { place, name: isNamed ? (graph.edgeName[edge] ?? 0) : 0 }
}

/** The objects whose path does not run through another one. */
function withoutChains(view: GraphView, members: readonly WatchedNode[]): NodeOrdinal[] {
  const all = new Set(members.map(({ node }) => node))
  const tops = [...all].filter((node) => {
    let at = node
    for (let level = 0; level < LEVELS && at !== 0; level++) {
      at = view.tree.parent[at] ?? 0
      if (all.has(at)) return false
    }
    return true
  })
  return tops.length > 0 ? tops : [...all].slice(0, 1)
}
