// Snapshots of one isolate, one after another, to the leads: each is compared with what is kept of the earlier ones,
// then its graph can go.

import {
  ROLE_ENGINE,
  ROLE_STORE,
  births,
  classIndex,
  dominatorTree,
  growthByPath,
  growthSites,
  isSameProcess,
  leakShare,
  nodeRoles,
  pathTrie,
  retainers,
  shortestPathTree,
  snapshotSummary,
  strongEdges,
  subtrees,
  unreachableWithout,
  withoutSilenced,
} from '../../heap/index.ts'
import type {
  GrowthSite,
  HeapGraph,
  NodeOrdinal,
  PathTrie,
  SnapshotSummary,
  WorkOptions,
} from '../../heap/index.ts'
import type { GraphView } from './graph-view.ts'
import { classCounts } from './class-counts.ts'
import { grewRows } from './grew-rows.ts'
import type { ClassCounts } from './grew-rows.ts'
import { nativeOwners } from './native-owners.ts'
import { overdueLeads } from '../overdue/overdue-leads.ts'
import type { OverdueAmounts } from '../overdue/overdue-leads.ts'
import { watchedNodes } from '../overdue/watched-nodes.ts'
import { messageQueues } from './message-queues.ts'
import { leadOfSite } from './lead-of-site.ts'
import type { Lead, SnapshotEvidence } from './lead.ts'
import { nativeIndex } from './native-index.ts'
import { nodeFacts } from './graph-facts.ts'
import { nodeKey } from './node-facts.ts'
import { suspectsOf } from './suspects.ts'
import { bornByPath, withoutIds } from './unnumbered.ts'

/** What is kept of the earlier snapshots of an isolate. */
export interface SnapshotHistory {
  readonly summaries: readonly SnapshotSummary[]
  /** Kept where objects cannot be matched by their numbers, or may not be: files may be of several processes. */
  readonly tries: readonly PathTrie[]
  readonly classes: readonly ClassCounts[]
  readonly atMs: readonly number[]
  readonly work: readonly number[]
  readonly totalBytes: readonly number[]
  readonly overdue: readonly OverdueAmounts[]
  /** Whether the objects of all of them have the same numbers: they are of one process, which has numbered them once. */
  readonly sameProcess: boolean
}

export const EMPTY_HISTORY: SnapshotHistory = {
  summaries: [],
  tries: [],
  classes: [],
  atMs: [],
  work: [],
  totalBytes: [],
  overdue: [],
  sameProcess: true,
}

export interface SnapshotMeta {
  readonly atMs: number
  readonly work: number
  /** The only snapshot there will be: what is big in it is looked for. */
  readonly alone: boolean
  /** A file, so that it may be of another process than the one before. */
  readonly fromFile: boolean
  /** Its objects were numbered for it alone, as a fork does. */
  readonly ownIds?: boolean
}

/** Sites that are described; the rest grew less. */
const MOST_LEADS = 12

/** The evidence after one more snapshot, and the history with it. O(nodes + edges), about 150 bytes a node. */
export function nextEvidence(
  graph: HeapGraph,
  earlier: SnapshotHistory,
  meta: SnapshotMeta,
  options: WorkOptions = {},
): { evidence: SnapshotEvidence; history: SnapshotHistory } {
  const { history, sameProcess } = continued(graph, earlier, meta)
  const isFirst = history.atMs.length === 0
  const base = baseView(graph, options)
  const byPath = sameProcess || isFirst ? [] : pathSites(base, history)
  const born = sameProcess
    ? births(
        graph,
        history.summaries.map((one) => one.ids),
      )
    : bornByPath(base.trie, byPath)
  const view: GraphView = { ...base, births: born, natives: nativeIndex(graph, born) }
  const isNumbered = sameProcess || meta.fromFile
  const watched = watchedNodes(view)
  const overdue = overdueLeads(view, watched, history.overdue)
  const next: SnapshotHistory = {
    summaries: isNumbered
      ? [...history.summaries, snapshotSummary(graph, view.tree, view.roles)]
      : [],
    tries: meta.fromFile || !sameProcess ? [...history.tries, view.trie] : [],
    classes: [...history.classes, classCounts(view, options)],
    atMs: [...history.atMs, meta.atMs],
    work: [...history.work, meta.work],
    totalBytes: [...history.totalBytes, view.dominators.retainedSize[0] ?? 0],
    overdue: [...history.overdue, overdue.amounts],
    sameProcess,
  }
  const found = sameProcess && !isFirst ? idSites(view, history) : byPath
  const sites = worthTelling(view, found).filter(
    (site) => !site.attach.some((node) => watched.registries.has(node)),
  )
  const leads = isFirst && meta.alone ? suspectsOf(view) : leadsOf(view, sites)
  const evidence: SnapshotEvidence = {
    atMs: next.atMs,
    work: next.work,
    totalBytes: next.totalBytes,
    leads: sameProcess ? leads : leads.map(withoutIds),
    overdue: sameProcess
      ? overdue.leads
      : overdue.leads.map((one) => ({ ...one, lead: withoutIds(one.lead) })),
    grew: grewRows(next.classes),
    queues: messageQueues(view),
    owners: isFirst || !sameProcess ? [] : nativeOwners(view),
    sameProcess,
  }
  return { evidence, history: next }
}

/** What of the earlier snapshots this one can be compared with, and whether object by object. */
function continued(
  graph: HeapGraph,
  earlier: SnapshotHistory,
  meta: SnapshotMeta,
): { history: SnapshotHistory; sameProcess: boolean } {
  if (meta.ownIds === true || (!earlier.sameProcess && !meta.fromFile)) {
    return { history: earlier.sameProcess ? EMPTY_HISTORY : earlier, sameProcess: false }
  }
  const before = earlier.summaries.at(-1)
  const isSame = before === undefined || isSameProcess(before.identity, graph)
  if (meta.fromFile) return { history: earlier, sameProcess: earlier.sameProcess && isSame }
  // A process forgets its objects' numbers when a debugger leaves it: then the rounds begin anew.
  return { history: isSame ? earlier : EMPTY_HISTORY, sameProcess: true }
}

function baseView(graph: HeapGraph, options: WorkOptions): Omit<GraphView, 'births' | 'natives'> {
  const strong = strongEdges(graph)
  const dominators = dominatorTree(graph, strong, options)
  const roles = nodeRoles(graph)
  const tree = shortestPathTree(graph, strong, { ...options, roles })
  const trie = pathTrie(graph, tree, { roles })
  const classes = classIndex(graph, options)
  const facts = nodeFacts(graph, classes)
  const whatIf = lazily(() => {
    const isObject = roles.map((role) => (role === ROLE_STORE || role === ROLE_ENGINE ? 0 : 1))
    const rows = subtrees(graph, dominators)
    return unreachableWithout(graph, strong, { dominators, rows, isObject })
  })
  return {
    graph,
    strong,
    dominators,
    roles,
    tree,
    trie,
    classes,
    facts,
    whatIf,
    retainers: lazily(() => retainers(graph, strong, options)),
  }
}

function lazily<V>(make: () => V): () => V {
  let made: V | null = null
  return () => (made ??= make())
}

/** Sites under which objects are new that have not been there before. */
function idSites(view: GraphView, history: SnapshotHistory): GrowthSite[] {
  const { graph, tree, dominators, trie, roles, facts, births: born } = view
  const earlier = history.summaries
  const classKey = (node: NodeOrdinal): string => nodeKey(facts, node)
  return growthSites(graph, { tree, dominators, earlier, trie, roles, births: born, classKey })
}

/** Paths on which there are ever more objects. */
function pathSites(
  view: Omit<GraphView, 'births' | 'natives'>,
  history: SnapshotHistory,
): GrowthSite[] {
  const { graph, tree, dominators, trie, roles, facts } = view
  const classKey = (node: NodeOrdinal): string => nodeKey(facts, node)
  return growthByPath([...history.tries, trie], { graph, tree, dominators, roles, classKey })
}

/** Those that grew in every round, without those that another one explains. */
function worthTelling({ trie }: GraphView, sites: readonly GrowthSite[]): GrowthSite[] {
  const growing = sites.filter((site) => site.growing && isTold(site))
  return withoutSilenced(growing, trie)
}

/** More than the engine's bookkeeping grew. */
function isTold(site: GrowthSite): boolean {
  return site.rounds.length === 0 || site.userBytes > 0.1 * site.engineBytes
}

function leadsOf(view: GraphView, sites: readonly GrowthSite[]): Lead[] {
  const chosen = sites.slice(0, MOST_LEADS)
  if (chosen.length === 0) return []
  const shares = leakShare(
    view.graph,
    view.strong,
    chosen.map((site) => [...site.attach]),
    newSizes(view),
  )
  const leads: Lead[] = []
  for (const [index, site] of chosen.entries()) {
    const bytes = shares.shareBytes[index] ?? 0
    const exclusive = shares.exclusiveBytes[index] ?? 0
    const lead = leadOfSite(view, site, { bytes, exclusive })
    if (lead !== null) leads.push(lead)
  }
  return leads
}

/** Shallow sizes of what was made after the first snapshot; 0 for the rest. */
function newSizes({ graph, births: born }: GraphView): Float64Array {
  const sizes = new Float64Array(graph.nodeCount)
  for (let node = 0; node < graph.nodeCount; node++) {
    if (born[node] !== 0) sizes[node] = graph.shallowSize[node] ?? 0
  }
  return sizes
}
