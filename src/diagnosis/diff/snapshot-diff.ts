// What grew between two snapshots, without asking whether it leaks: classes by shallow size, the paths that objects were added
// to, and the dominators that retain more.

import {
  dominatorTree,
  classIndex,
  growthByPath,
  growthSites,
  grownDominators,
  isSameProcess,
  nodeRoles,
  pathNames,
  pathTrie,
  retainedByPath,
  shortestPathTree,
  snapshotSummary,
  strongEdges,
  withoutSilenced,
} from '../../heap/index.ts'
import type {
  DominatorTree,
  GrowthSite,
  HeapGraph,
  NodeOrdinal,
  PathTree,
  PathTrie,
  RetainedByPath,
  SnapshotSummary,
  WorkOptions,
} from '../../heap/index.ts'
import type { DiffDominator, DiffPath, Pair } from '../../protocol/index.ts'
import { classCounts } from '../lead/class-counts.ts'
import { nodeFacts } from '../lead/graph-facts.ts'
import { grewRows } from '../lead/grew-rows.ts'
import type { ClassCounts } from '../lead/grew-rows.ts'
import type { RawPosition } from '../lead/lead.ts'
import { nodeKey, readKey } from '../lead/node-facts.ts'
import type { NodeFacts } from '../lead/node-facts.ts'

/** What is kept of the first snapshot; its graph can go. */
export interface DiffBase {
  readonly summary: SnapshotSummary
  readonly retained: RetainedByPath
  readonly classes: ClassCounts
  readonly totalBytes: number
}

/** A class with its position in the generated code. */
export interface PlacedClass {
  readonly className: string
  readonly position: RawPosition | null
  readonly objects: Pair
  readonly shallowBytes: Pair
}

/** Plain data, most grown bytes first. */
export interface SnapshotDiff {
  readonly sameProcess: boolean
  readonly totalBytes: Pair
  readonly classes: readonly PlacedClass[]
  readonly paths: readonly DiffPath[]
  readonly dominators: readonly DiffDominator[]
}

const MOST_ROWS = 15
/** Paths that grew by less than this share of the one that grew most are not told. */
const SMALLEST_SHARE = 0.005

interface Read extends DiffBase {
  readonly dominators: DominatorTree
  readonly tree: PathTree
  readonly trie: PathTrie
  readonly roles: Uint8Array
  readonly facts: NodeFacts
}

/** O(nodes + edges); what it keeps has some 60 bytes a node. */
export function diffBase(graph: HeapGraph, options: WorkOptions = {}): DiffBase {
  const { summary, retained, classes, totalBytes } = read(graph, options)
  return { summary, retained, classes, totalBytes }
}

/** O(nodes + edges). Objects are matched by V8's numbers where both are of one process, else by path. */
export function snapshotDiff(
  first: DiffBase,
  graph: HeapGraph,
  options: WorkOptions = {},
): SnapshotDiff {
  const last = read(graph, options)
  const { trie, dominators, roles } = last
  const sameProcess = isSameProcess(first.summary.identity, graph)
  const sites = sameProcess ? sitesByIds(first, last, graph) : sitesByPath(first, last, graph)
  const found = grownDominators(
    first.retained,
    last.retained,
    { graph, dominators, roles },
    MOST_ROWS,
  )
  return {
    sameProcess,
    totalBytes: [first.totalBytes, last.totalBytes],
    classes: grewRows([first.classes, last.classes]).map(
      ({ className, position, objects, shallowBytes }) => ({
        className,
        position,
        objects: pair(objects),
        shallowBytes: pair(shallowBytes),
      }),
    ),
    paths: mostGrown(withoutSilenced(sites, trie)).map((site) => pathOf(site, last)),
    dominators: found.map(({ path, example, objects, before, after }) => ({
      path: pathNames(trie, path),
      className: last.facts.className(example),
      objects,
      retainedBytes: [before, after],
    })),
  }
}

function read(graph: HeapGraph, options: WorkOptions): Read {
  const strong = strongEdges(graph)
  const dominators = dominatorTree(graph, strong, options)
  const roles = nodeRoles(graph)
  const tree = shortestPathTree(graph, strong, { ...options, roles })
  const trie = pathTrie(graph, tree, { roles })
  const classes = classIndex(graph, options)
  const facts = nodeFacts(graph, classes)
  return {
    summary: snapshotSummary(graph, tree, roles),
    retained: retainedByPath({ graph, dominators, roles }, trie),
    classes: classCounts({ graph, dominators, classes, facts }, options),
    totalBytes: dominators.retainedSize[0] ?? 0,
    dominators,
    tree,
    trie,
    roles,
    facts,
  }
}

/** Paths under which objects are new, and more of the program's than of the engine's bookkeeping. */
function sitesByIds(first: DiffBase, last: Read, graph: HeapGraph): GrowthSite[] {
  const { tree, dominators, trie, roles, facts } = last
  const classKey = (node: NodeOrdinal): string => nodeKey(facts, node)
  const earlier = [first.summary]
  return growthSites(graph, { tree, dominators, earlier, trie, roles, classKey }).filter(
    (site) => site.growing && site.userBytes > 0.1 * site.engineBytes,
  )
}

function sitesByPath(first: DiffBase, last: Read, graph: HeapGraph): GrowthSite[] {
  const { tree, dominators, trie, roles, facts } = last
  const classKey = (node: NodeOrdinal): string => nodeKey(facts, node)
  const tries = [first.retained.trie, trie]
  return growthByPath(tries, { graph, tree, dominators, roles, classKey }).filter(
    (site) => site.growing,
  )
}

/** Without the root, under which V8 keeps its own, and without what is little beside the rest. */
function mostGrown(sites: readonly GrowthSite[]): GrowthSite[] {
  const grown = sites
    .filter((site) => site.path !== 0 && site.grown.bytes > 0)
    .sort((one, other) => other.grown.bytes - one.grown.bytes)
  const least = SMALLEST_SHARE * (grown[0]?.grown.bytes ?? 0)
  return grown.filter((site) => site.grown.bytes >= least).slice(0, MOST_ROWS)
}

function pathOf(site: GrowthSite, { trie, facts }: Read): DiffPath {
  const holder = site.attach[0]
  return {
    path: pathNames(trie, site.path),
    className: holder === undefined ? '' : facts.className(holder),
    holders: site.attachCount,
    objects: pair(site.population.map((one) => one.objects)),
    bytes: pair(site.population.map((one) => one.bytes)),
    composition: site.composition.map(({ classKey, objects, bytes }) => ({
      className: readKey(classKey).className,
      objects,
      bytes: Math.round(bytes),
    })),
  }
}

function pair(values: readonly number[]): Pair {
  return [Math.round(values[0] ?? 0), Math.round(values.at(-1) ?? 0)]
}
