// Overdue objects of a snapshot as leads, so that cause, holder, fingerprint and advice are found as for growth.

import { ROLE_STORE, foldPath, retainingPath } from '../../heap/index.ts'
import type { EdgeOrdinal, NodeOrdinal } from '../../heap/index.ts'
import { fingerprint } from '../fingerprint.ts'
import { belowHolders } from '../lead/below-holders.ts'
import type { GraphView } from '../lead/graph-view.ts'
import { holderAt } from '../lead/holder-of-stream.ts'
import { leadHolder } from '../lead/lead-holder.ts'
import type { Amount, CompositionRow, Lead, LeadHolder, OverdueLead } from '../lead/lead.ts'
import { NO_CONTENTS } from '../lead/lead-contents.ts'
import { leadSteps } from '../lead/lead-steps.ts'
import type { PlacedStep } from '../lead/lead-steps.ts'
import { withoutNodePrefix } from '../lead/node-prefix.ts'
import { nodeKey, readKey } from '../lead/node-facts.ts'
import { stepView } from '../lead/step-view.ts'
import { holderLink } from './holder-link.ts'
import { overdueGroup, overdueGroups } from './overdue-groups.ts'
import type { OverdueGroup } from './overdue-groups.ts'
import type { WatchedNodes } from './watched-nodes.ts'

const MOST_LEADS = 8
/** Groups that are looked at; each costs a walk along its path. */
const MOST_GROUPS = 64
const MOST_ROWS = 12
const MOST_WHYS = 5
const MOST_EXAMPLES = 4

/** How much was overdue behind each fingerprint in one snapshot. */
export type OverdueAmounts = ReadonlyMap<string, Amount>

/**
 * O(nodes) a lead, next to nothing where nothing is overdue. `earlier` is of the snapshots before, in order; most objects come
 * first.
 */
export function overdueLeads(
  view: GraphView,
  watched: WatchedNodes,
  earlier: readonly OverdueAmounts[],
): { readonly leads: readonly OverdueLead[]; readonly amounts: OverdueAmounts } {
  const amounts = new Map<string, Amount>()
  const leads: OverdueLead[] = []
  for (const place of places(view, watched)) {
    const own = heldBy(view, place.group)
    const amount = { objects: place.group.members.length, bytes: own.bytes }
    amounts.set(place.key, amount)
    const before = earlier.map((one) => one.get(place.key) ?? { objects: 0, bytes: 0 })
    leads.push(overdueLead(view, place, { ...own, population: [...before, amount] }))
  }
  return { leads, amounts }
}

/** A group with its path. */
interface Place {
  readonly group: OverdueGroup
  /** All steps, and those that are shown. */
  readonly steps: readonly PlacedStep[]
  readonly shown: readonly PlacedStep[]
  /** The step to cut, in `steps` and in `shown`. */
  readonly found: number
  readonly faulty: number
  readonly grownClass: string
  /** The fingerprint of what becomes of it. */
  readonly key: string
}

/** Groups that have one fingerprint are one bug, told together. */
function places(view: GraphView, watched: WatchedNodes): Place[] {
  const byKey = new Map<string, Place[]>()
  for (const group of overdueGroups(view, watched.overdue).slice(0, MOST_GROUPS)) {
    const place = placeOf(view, group)
    const same = byKey.get(place.key)
    if (same === undefined) byKey.set(place.key, [place])
    else same.push(place)
  }
  return [...byKey.values()]
    .map((same) => joined(view, same))
    .sort((a, b) => b.group.members.length - a.group.members.length)
    .slice(0, MOST_LEADS)
}

function joined(view: GraphView, same: readonly Place[]): Place {
  const members = same.flatMap(({ group }) => group.members)
  const all = placeOf(view, overdueGroup(view, members))
  // It keeps the name that it had alone, so that it is the same bug when there is one more of it.
  return { ...all, key: same[0]?.key ?? all.key }
}

function placeOf(view: GraphView, group: OverdueGroup): Place {
  const example = group.links[0]?.member ?? group.members[0]?.node ?? 0
  const path = retainingPath(view.tree, example)
  const folded = foldPath(view.graph, path, { roles: view.roles, classes: view.trie.classes })
  const steps = leadSteps(
    folded,
    view.facts,
    stepView(view, () => false),
  )
  const found = holderLink(steps, path, group)
  const { steps: shown, dropped } = withoutNodePrefix(steps, Math.max(0, found - 1))
  const faulty = found - dropped
  const child = steps[found]
  const grownClass =
    child === undefined ? view.facts.className(example) : classBelow(view, child.node)
  const key = fingerprint({
    steps: shown.map(({ step }) => step),
    faultyStep: faulty,
    grownClass,
    foldedFunction: null,
    longestFold: 1,
  })
  return { group, steps, shown, found, faulty, grownClass, key }
}

function overdueLead(
  view: GraphView,
  place: Place,
  held: Held & { readonly population: Lead['population'] },
): OverdueLead {
  const { group, steps, found } = place
  const child = steps[found]
  // A timer has two neighbours in its list: clearing it is what frees, a cut does not.
  const isListed = /^(?:Timeout|Immediate)$/.test(child?.step.to ?? '')
  const cut = isListed ? [] : cutOf(view, group)
  return {
    className: commonClass(view, group),
    whys: whysOf(group),
    reference: reference(view, place),
    lead: {
      steps: withStatus(place.shown, place.faulty, group.members.length),
      faultyStep: place.faulty,
      holder: holderAt(view, steps, found - 1),
      grownClass: place.grownClass,
      grownCount: group.members.length,
      grownPosition: child === undefined ? null : view.facts.position(child.node),
      exampleIds: group.members
        .slice(0, MOST_EXAMPLES)
        .map(({ node }) => view.facts.objectId(node)),
      population: held.population,
      survivors: survivors(view, group, held.population.length),
      bornIn: [],
      exclusiveBytes: held.bytes,
      whatIf: cut.length === 0 ? null : view.whatIf()({ edges: cut, keep: [] }),
      alsoHeldBy: null,
      shareBytes: held.bytes,
      retainedBytes: held.bytes,
      composition: held.rows,
      slicedParentBytes: 0,
      backingStoreBytes: 0,
      longestFold: 1,
      chainedScopes: false,
      foldedFunction: null,
      contents: NO_CONTENTS,
      natives: [],
      nativeBeside: null,
    },
  }
}

const IDENTIFIER = /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

/** The variable or property to clear, where one reference is all that there is to cut and somebody wrote its name. */
function reference(view: GraphView, { group, steps, found }: Place): LeadHolder | null {
  const isOne = new Set(group.links.map(({ to }) => to)).size === 1
  const isLast = found === steps.length - 1
  const step = steps[found]?.step
  const isNamed = step !== undefined && IDENTIFIER.test(step.name)
  if (!isNamed || (step.edge !== 'context' && step.edge !== 'property')) return null
  return (group.isShared ? isOne : isLast) ? leadHolder(steps, found, view.facts) : null
}

/** `''` where the objects have several. */
function commonClass({ facts }: GraphView, { members }: OverdueGroup): string {
  const classes = new Set(members.map(({ node }) => facts.className(node)))
  return classes.size === 1 ? ([...classes][0] ?? '') : ''
}

function classBelow(view: GraphView, node: NodeOrdinal): string {
  return view.facts.nodeType(node) === 'closure'
    ? view.facts.className(node)
    : view.facts.shapeName(node)
}

interface Held {
  readonly bytes: number
  readonly rows: readonly CompositionRow[]
}

/** The objects and all that only they hold. */
function heldBy(view: GraphView, { members }: OverdueGroup): Held {
  const below = belowHolders(
    view,
    members.map(({ node }) => node),
  )
  const counts = new Map<string, { objects: number; bytes: number }>()
  let bytes = 0
  for (let node = 0; node < view.graph.nodeCount; node++) {
    if (below[node] !== 1) continue
    const key = nodeKey(view.facts, node)
    const row = counts.get(key) ?? { objects: 0, bytes: 0 }
    const size = view.graph.shallowSize[node] ?? 0
    row.objects++
    row.bytes += size
    bytes += size
    counts.set(key, row)
  }
  const rows = [...counts]
    .map(([key, row]) => ({ ...readKey(key), ...row }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, MOST_ROWS)
  return { bytes, rows }
}

/** Those that were made between the first snapshots. */
function survivors(view: GraphView, { members }: OverdueGroup, snapshots: number): Amount {
  const old = members.filter(({ node }) => {
    const born = view.births[node] ?? 0
    return born > 0 && born < snapshots - 1
  })
  const bytes = old.reduce((sum, { node }) => sum + (view.graph.shallowSize[node] ?? 0), 0)
  return { objects: old.length, bytes }
}

/** The references to cut: an array, say, leads to its elements both by itself and by its storage. */
function cutOf(view: GraphView, { links }: OverdueGroup): EdgeOrdinal[] {
  const { graph, strong, roles, tree } = view
  const wanted = new Set(links.map(({ to }) => to))
  const cut: EdgeOrdinal[] = []
  const seen = new Set<NodeOrdinal>()
  const sources = links.map(({ from }) => (roles[from] === ROLE_STORE ? tree.parent[from] : from))
  for (let node = sources.pop(); node !== undefined; node = sources.pop()) {
    if (seen.has(node)) continue
    seen.add(node)
    const end = graph.firstEdge[node + 1] ?? 0
    for (let edge = graph.firstEdge[node] ?? 0; edge < end; edge++) {
      const to = graph.edgeTo[edge] ?? 0
      if (strong[edge] !== 1) continue
      if (wanted.has(to)) cut.push(edge)
      else if (roles[to] === ROLE_STORE) sources.push(to)
    }
  }
  return cut
}

function withStatus(steps: readonly PlacedStep[], faulty: number, objects: number): Lead['steps'] {
  const all = objects.toLocaleString('en-US')
  return steps.map(({ step }, index) => {
    if (index < faulty - 1) return step
    if (index === faulty - 1) {
      const because = objects === 1 ? 'holds what was declared over' : `holds ${all} of them`
      return { ...step, because }
    }
    const isLast = index === steps.length - 1
    const because = isLast ? 'declared over by the program' : 'leads to what was declared over'
    return { ...step, status: 'stuck' as const, because }
  })
}

function whysOf(group: OverdueGroup): OverdueLead['whys'] {
  const counts = new Map<string, number>()
  for (const { why } of group.members) {
    if (why !== '') counts.set(why, (counts.get(why) ?? 0) + 1)
  }
  return [...counts]
    .map(([words, objects]) => ({ words, objects }))
    .sort((a, b) => b.objects - a.objects)
    .slice(0, MOST_WHYS)
}
