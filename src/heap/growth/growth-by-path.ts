// Growth between snapshots that share no ids: other processes, other machines, other versions. Paths are compared by
// name, in lockstep, after BLeak's PropagateGrowth.

import type { DominatorTree } from '../dominators/dominator-tree.ts'
import type { HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'
import { ROLE_ENGINE, nodeRoles } from '../paths/node-role.ts'
import { evenly } from './growth-contents.ts'
import type { GrowthChild, GrowthClass, GrowthSite } from './growth-site.ts'
import type { PathTree } from '../paths/shortest-path-tree.ts'
import { largestShares } from './path-spread.ts'
import { NO_TRIE_NODE } from './path-trie.ts'
import type { PathTrie, TrieOrdinal } from './path-trie.ts'
import type { Population } from './population.ts'
import { matchingRows } from './trie-match.ts'

export interface GrowthByPathOptions {
  /** The last snapshot, that of the last trie. */
  readonly graph: HeapGraph
  readonly tree: PathTree
  readonly dominators: DominatorTree
  readonly roles?: Uint8Array
  readonly classKey?: (node: NodeOrdinal) => string
  /** Most sites in the answer; 64. */
  readonly limit?: number
}

const SAMPLE = 16
const SHOWN = 12

/**
 * Sites under which objects and bytes of one path became more from each trie to the next; at least two tries, oldest
 * first. What grows only because what is above it does is left out. `rounds` and `survivors` are empty, since nobody
 * knows which objects are new; `exclusiveBytes` is what grew, as far as the holders retain it.
 * O(trie nodes × tries + nodes).
 */
export function growthByPath(
  tries: readonly PathTrie[],
  options: GrowthByPathOptions,
): GrowthSite[] {
  const last = tries[tries.length - 1]
  const roles = options.roles ?? nodeRoles(options.graph)
  const aligned = tries.map((trie) => alignedTo(last, trie))
  const growing = growingNodes(last, aligned, options.tree, roles)
  const byHolder = new Map<TrieOrdinal, TrieOrdinal[]>()
  for (const node of growing) {
    const holder = holderOf(last, node)
    const children = byHolder.get(holder)
    if (children === undefined) byHolder.set(holder, [node])
    else children.push(node)
  }
  const reader = new SiteReader(last, aligned, options, roles)
  return [...byHolder]
    .map(([holder, children]) => ({ holder, children, grown: reader.grown(children) }))
    .sort((a, b) => b.grown.bytes - a.grown.bytes || a.holder - b.holder)
    .slice(0, options.limit ?? 64)
    .map(({ holder, children }) => reader.site(holder, children))
}

/** Counts of one trie on the rows of another; 0 where a path is missing. */
interface AlignedCounts {
  readonly objects: Float64Array
  readonly bytes: Float64Array
  /** Those of the node and all below. */
  readonly totalObjects: Float64Array
  readonly totalBytes: Float64Array
}

function alignedTo(rows: PathTrie, trie: PathTrie): AlignedCounts {
  const match =
    rows === trie ? Uint32Array.from(rows.parent, (_, row) => row) : matchingRows(rows, trie)
  const objects = new Float64Array(rows.count)
  const bytes = new Float64Array(rows.count)
  for (let row = 0; row < rows.count; row++) {
    if (match[row] === NO_TRIE_NODE) continue
    objects[row] = trie.objects[match[row]]
    bytes[row] = trie.bytes[match[row]]
  }
  const totalObjects = objects.slice()
  const totalBytes = bytes.slice()
  for (let row = rows.count - 1; row > 0; row--) {
    totalObjects[rows.parent[row]] += totalObjects[row]
    totalBytes[rows.parent[row]] += totalBytes[row]
  }
  return { objects, bytes, totalObjects, totalBytes }
}

/** An object below growing ones grows by itself where there are this much more of it a holder each round … */
const OUTGROWS = 1.05
/** … or where more than this share of it is below a single holder. */
const CONCENTRATED = 0.5

/** The topmost growing nodes, and those below them that grow by themselves. */
function growingNodes(
  rows: PathTrie,
  counts: readonly AlignedCounts[],
  tree: PathTree,
  roles: Uint8Array,
): TrieOrdinal[] {
  const rises = Uint8Array.from(rows.parent, (_, node) =>
    node !== 0 &&
    risesEveryRound(counts, (count) => count.objects[node]) &&
    risesEveryRound(counts, (count) => count.totalBytes[node])
      ? 1
      : 0,
  )
  const shares = largestShares(rows, tree, roles, rises)
  /** The nearest growing node above, or the node itself; 0 for none. */
  const nearest = new Uint32Array(rows.count)
  const growing: TrieOrdinal[] = []
  for (let node = 1; node < rows.count; node++) {
    const above = nearest[rows.parent[node]]
    nearest[node] = above
    if (rises[node] === 0) continue
    const perHolder = (count: AlignedCounts): number =>
      count.objects[node] / Math.max(1, count.objects[above])
    const explained = shares[node] <= CONCENTRATED && !risesEveryRound(counts, perHolder, OUTGROWS)
    if (above !== 0 && explained) continue
    nearest[node] = node
    growing.push(node)
  }
  return growing
}

function risesEveryRound(
  counts: readonly AlignedCounts[],
  of: (count: AlignedCounts) => number,
  factor: number = 1,
): boolean {
  for (let i = 1; i < counts.length; i++) {
    if (of(counts[i]) <= of(counts[i - 1]) * factor) return false
  }
  return counts.length > 1
}

/** The path that a growing one hangs from; links of the same class are climbed. */
function holderOf(trie: PathTrie, node: TrieOrdinal): TrieOrdinal {
  let at = trie.parent[node]
  while (at !== 0 && trie.pathClass[at] === trie.pathClass[node]) at = trie.parent[at]
  return at
}

/** Reads sites out of the last snapshot. */
class SiteReader {
  readonly #trie: PathTrie
  readonly #counts: readonly AlignedCounts[]
  readonly #options: GrowthByPathOptions
  readonly #roles: Uint8Array
  readonly #nodes: NodesByPath

  constructor(
    trie: PathTrie,
    counts: readonly AlignedCounts[],
    options: GrowthByPathOptions,
    roles: Uint8Array,
  ) {
    this.#trie = trie
    this.#counts = counts
    this.#options = options
    this.#roles = roles
    this.#nodes = new NodesByPath(trie)
  }

  #population(children: readonly TrieOrdinal[]): Population[] {
    return this.#counts.map((count) => {
      let objects = 0
      let bytes = 0
      for (const child of children) {
        objects += count.totalObjects[child]
        bytes += count.totalBytes[child]
      }
      return { objects, bytes }
    })
  }

  grown(children: readonly TrieOrdinal[]): Population {
    const population = this.#population(children)
    const first = population[0]
    const last = population[population.length - 1]
    return { objects: last.objects - first.objects, bytes: last.bytes - first.bytes }
  }

  site(holder: TrieOrdinal, children: readonly TrieOrdinal[]): GrowthSite {
    const { retainedSize } = this.#options.dominators
    const holders = this.#nodesAt(holder).sort((a, b) => retainedSize[b] - retainedSize[a] || a - b)
    const retainedBytes = holders.reduce((sum, node) => sum + retainedSize[node], 0)
    const grown = this.grown(children)
    const { composition, engineBytes } = this.#composition(new Set(children))
    return {
      path: holder,
      attach: holders.slice(0, SAMPLE),
      attachCount: holders.length,
      holders,
      growing: true,
      population: this.#population(children),
      grown,
      rounds: [],
      survivors: { objects: 0, bytes: 0 },
      userBytes: grown.bytes - engineBytes,
      engineBytes,
      exclusiveBytes: Math.min(grown.bytes, retainedBytes),
      retainedBytes,
      topChildren: children.flatMap((child) => this.#child(child)).slice(0, SHOWN),
      composition,
    }
  }

  #nodesAt(place: TrieOrdinal): NodeOrdinal[] {
    return [...this.#nodes.at(place)].filter((node) => this.#isObject(node))
  }

  #isObject(node: NodeOrdinal): boolean {
    return this.#trie.classes.of[node] === this.#trie.pathClass[this.#trie.of[node]]
  }

  #child(place: TrieOrdinal): GrowthChild[] {
    const nodes = this.#nodesAt(place)
    if (nodes.length === 0) return []
    const example = nodes[nodes.length >>> 1]
    const classKey = this.#options.classKey?.(example) ?? this.#className(place)
    return [{ classKey, count: nodes.length, example, examples: evenly(nodes), path: place }]
  }

  #className(place: TrieOrdinal): string {
    return this.#trie.classes.name(this.#trie.pathClass[place])
  }

  /**
   * What grew below the paths, by class: of the objects of the last snapshot the part that their path has gained since the first.
   * Storage counts with its own class.
   */
  #composition(roots: ReadonlySet<TrieOrdinal>): {
    composition: GrowthClass[]
    engineBytes: number
  } {
    const trie = this.#trie
    const { graph, classKey } = this.#options
    const inside = new Uint8Array(trie.count)
    const rows = new Map<string, { objects: number; bytes: number }>()
    let engineBytes = 0
    for (let place = 1; place < trie.count; place++) {
      inside[place] = roots.has(place) ? 1 : inside[trie.parent[place]]
      if (inside[place] === 0) continue
      const gained = {
        objects: this.#gained((count) => count.objects[place]),
        bytes: this.#gained((count) => count.bytes[place]),
      }
      if (gained.bytes === 0) continue
      for (const node of this.#nodes.at(place)) {
        const key = classKey?.(node) ?? this.#className(place)
        const row = rows.get(key) ?? { objects: 0, bytes: 0 }
        row.objects += gained.objects
        row.bytes += gained.bytes * graph.shallowSize[node]
        rows.set(key, row)
        if (this.#roles[node] === ROLE_ENGINE) engineBytes += gained.bytes * graph.shallowSize[node]
      }
    }
    const composition = [...rows]
      .map(([key, row]) => ({ classKey: key, objects: Math.round(row.objects), bytes: row.bytes }))
      .sort((one, other) => other.bytes - one.bytes)
      .slice(0, SHOWN)
    return { composition, engineBytes }
  }

  /** Share of the last count that was not there in the first, 0 to 1. */
  #gained(of: (count: AlignedCounts) => number): number {
    const last = of(this.#counts[this.#counts.length - 1])
    return last === 0 ? 0 : Math.max(0, 1 - of(this.#counts[0]) / last)
  }
}

/** The nodes of each path. */
class NodesByPath {
  readonly #first: Uint32Array
  readonly #nodes: Uint32Array

  /** O(nodes); a u32 a node. */
  constructor({ of, count }: PathTrie) {
    this.#first = new Uint32Array(count + 1)
    for (const place of of) if (place !== NO_TRIE_NODE) this.#first[place + 1]++
    for (let place = 0; place < count; place++) this.#first[place + 1] += this.#first[place]
    const next = this.#first.slice(0, count)
    this.#nodes = new Uint32Array(this.#first[count])
    for (let node = 0; node < of.length; node++) {
      if (of[node] !== NO_TRIE_NODE) this.#nodes[next[of[node]]++] = node
    }
  }

  /** In ascending order; a view, not a copy. */
  at(place: TrieOrdinal): Uint32Array {
    return this.#nodes.subarray(this.#first[place], this.#first[place + 1])
  }
}
