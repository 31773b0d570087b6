// What holds several overdue objects together. Each of them may have something that leads to it alone and only serves it: a
// listener, a timer, an entry with a time beside it. The fault is the reference into that, not the last one to the object.

import { ROLE_STORE, ROLE_SYNTHETIC } from '../../heap/index.ts'
import type { NodeOrdinal } from '../../heap/index.ts'
import type { GraphView } from '../lead/graph-view.ts'

/** The reference to cut for one object, by the nodes at its two ends. */
export interface Link {
  readonly member: NodeOrdinal
  readonly from: NodeOrdinal
  readonly to: NodeOrdinal
}

/** Above this many levels of the path a common holder would say nothing. */
const LEVELS = 64
/** A holder is shared when it holds so many of the objects on average. */
const EACH = 2
/** What serves an object retains little beside it; what retains more, by factor and by bytes, has a life of its own. */
const OWN_LIFE = 2
const OWN_LIFE_BYTES = 1024
const NODES_LISTS = /^(?:Timeout|Immediate|Listener|TimersList)$/
/** Objects of a chain whose paths are walked to their beginning. */
const MOST_WALKED = 64

/** The links of objects that hang from shared holders; `null` where they share none. O(objects × levels). */
export function sharedLinks(view: GraphView, members: readonly NodeOrdinal[]): Link[] | null {
  if (members.length < EACH) return null
  return sideBySide(view, members) ?? oneBelowAnother(view, members)
}

/** Climbs all paths level by level, until what is above is the same for several of them. */
function sideBySide(view: GraphView, members: readonly NodeOrdinal[]): Link[] | null {
  const { tree, roles } = view
  let below = [...members]
  for (let level = 0; level < LEVELS; level++) {
    const above = below.map((node) => tree.parent[node] ?? 0)
    if (above.some((node) => roles[node] === ROLE_SYNTHETIC)) return null
    if (new Set(above).size * EACH <= members.length) {
      return members.map((member, at) => ({ member, from: above[at] ?? 0, to: below[at] ?? 0 }))
    }
    const serving = above.filter((node, at) => serves(view, node, members[at] ?? 0))
    if (serving.length * 2 < above.length) return null
    below = above
  }
  return null
}

function serves({ roles, dominators }: GraphView, node: NodeOrdinal, member: NodeOrdinal): boolean {
  const { retainedSize } = dominators
  const most = OWN_LIFE * (retainedSize[member] ?? 0) + OWN_LIFE_BYTES
  return roles[node] === ROLE_STORE || (retainedSize[node] ?? 0) <= most
}

/** Objects that hang from the links of one chain: the reference to its first link. */
function oneBelowAnother(view: GraphView, members: readonly NodeOrdinal[]): Link[] | null {
  const { tree, facts } = view
  const paths = members.slice(0, MOST_WALKED).map((member) => above(view, member))
  const counts = new Map<NodeOrdinal, number>()
  for (const node of paths.flat()) counts.set(node, (counts.get(node) ?? 0) + 1)
  const [longest = []] = paths.toSorted((a, b) => b.length - a.length)
  const common = longest.findIndex((node) => counts.get(node) === paths.length)
  const link = longest[common - 1]
  if (link === undefined) return null
  const className = facts.className(link)
  let first = common
  while (facts.className(longest[first] ?? 0) === className) first++
  const to = longest[first - 1]
  // Lists of Node's own are no chains that somebody should cut.
  if (first === common || to === undefined || NODES_LISTS.test(className)) return null
  const from = tree.parent[to] ?? 0
  return members.map((member) => ({ member, from, to }))
}

/** What is above a node on its path, nearest first, storage left out. */
function above({ tree, roles }: GraphView, node: NodeOrdinal): NodeOrdinal[] {
  const path: NodeOrdinal[] = []
  for (let at = tree.parent[node] ?? 0; at !== 0; at = tree.parent[at] ?? 0) {
    if (roles[at] !== ROLE_STORE) path.push(at)
  }
  return path
}
