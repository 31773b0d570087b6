// Snapshots of one isolate, one after another, to the leads: each is compared with what is kept of the earlier ones,
// then its graph can go.

import {
  ROLE_ENGINE,
  ROLE_STORE,
  births,
  classHistogram,
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
import { grewRows } from './grew-rows.ts'
import type { ClassCount, ClassCounts } from './grew-rows.ts'
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

/** What is kept of the earlier snapshots of an isolate. */
export interface SnapshotHistory {
  readonly summaries: readonly SnapshotSummary[]
  /** Kept for files only, which may be of several processes; else empty. */
  readonly tries: readonly PathTrie[]
  readonly classes: readonly ClassCounts[]
  readonly atMs: readonly number[]
  readonly work: readonly number[]
  readonly totalBytes: readonly number[]
  readonly overdue: readonly OverdueAmounts[]
  /** Whether all of them are of one process, as far as objects' numbers tell. */
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
  const before = earlier.summaries.at(-1)
  const continued = before === undefined || isSameProcess(before.identity, graph)
  // A process forgets its objects' numbers when a debugger leaves it: then the rounds begin anew.
  const history = continued || meta.fromFile ? earlier : EMPTY_HISTORY
  const previous = history.summaries.at(-1)
  const sameProcess = history.sameProcess && (continued || !meta.fromFile)
  const view = graphView(graph, sameProcess ? history.summaries : [], options)
  const summary = snapshotSummary(graph, view.tree, view.roles)
  const watched = watchedNodes(view)
  const overdue = overdueLeads(view, watched, history.overdue)
  const next: SnapshotHistory = {
    summaries: [...history.summaries, summary],
    tries: meta.fromFile ? [...history.tries, view.trie] : [],
    classes: [...history.classes, classCounts(view, options)],
    atMs: [...history.atMs, meta.atMs],
    work: [...history.work, meta.work],
    totalBytes: [...history.totalBytes, view.dominators.retainedSize[0] ?? 0],
    overdue: [...history.overdue, overdue.amounts],
    sameProcess,
  }
  const grown = previous === undefined ? [] : sitesOf(view, history, sameProcess)
  const sites = grown.filter((site) => !site.attach.some((node) => watched.registries.has(node)))
  const evidence: SnapshotEvidence = {
    atMs: next.atMs,
    work: next.work,
    totalBytes: next.totalBytes,
    leads: previous === undefined && meta.alone ? suspectsOf(view) : leadsOf(view, sites),
    overdue: overdue.leads,
    grew: grewRows(next.classes),
    queues: messageQueues(view),
    owners: previous === undefined || !sameProcess ? [] : nativeOwners(view),
    sameProcess,
  }
  return { evidence, history: next }
}

function graphView(
  graph: HeapGraph,
  earlier: readonly SnapshotSummary[],
  options: WorkOptions,
): GraphView {
  const strong = strongEdges(graph)
  const dominators = dominatorTree(graph, strong, options)
  const roles = nodeRoles(graph)
  const tree = shortestPathTree(graph, strong, { ...options, roles })
  const trie = pathTrie(graph, tree, { roles })
  const born = births(
    graph,
    earlier.map((one) => one.ids),
  )
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
    births: born,
    whatIf,
    natives: nativeIndex(graph, born),
    retainers: lazily(() => retainers(graph, strong, options)),
  }
}

function lazily<V>(make: () => V): () => V {
  let made: V | null = null
  return () => (made ??= make())
}

/** Sites that grew in every round, without those that another one explains. */
function sitesOf(view: GraphView, history: SnapshotHistory, sameProcess: boolean): GrowthSite[] {
  const { graph, tree, dominators, trie, roles, facts } = view
  const earlier = history.summaries
  const classKey = (node: NodeOrdinal): string => nodeKey(facts, node)
  const sites = sameProcess
    ? growthSites(graph, { tree, dominators, earlier, trie, roles, births: view.births, classKey })
    : growthByPath([...history.tries, trie], { graph, tree, dominators, roles, classKey })
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

function classCounts(view: GraphView, options: WorkOptions): ClassCounts {
  const counts = new Map<string, ClassCount>()
  for (const row of classHistogram(view.graph, view.dominators, {
    ...options,
    classes: view.classes,
  })) {
    const position =
      row.location === null ? null : (view.facts.position(row.sample[0] ?? 0) ?? null)
    const key =
      position === null
        ? row.name
        : `${row.name} ${position.script}:${position.line}:${position.column}`
    counts.set(key, { name: row.name, objects: row.count, shallowBytes: row.shallowSize, position })
  }
  return counts
}
