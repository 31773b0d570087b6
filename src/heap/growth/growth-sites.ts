// Where a heap grows, from the snapshots of one process: which holders, by how much in each round, and with what.

import type { DominatorTree } from '../dominators/dominator-tree.ts'
import type { HeapGraph, NodeOrdinal, WorkOptions } from '../graph/heap-graph.ts'
import { checkpoint } from '../graph/checkpoint.ts'
import { nodeRoles } from '../paths/node-role.ts'
import type { PathTree } from '../paths/shortest-path-tree.ts'
import { NO_NODE, attachPoints } from './attach-points.ts'
import type { AttachPoints } from './attach-points.ts'
import { GrowthContents } from './growth-contents.ts'
import { growthGroups } from './growth-groups.ts'
import type { GrowthGroups } from './growth-groups.ts'
import type { GrowthSite } from './growth-site.ts'
import { births } from './object-ids.ts'
import { pathTrie } from './path-trie.ts'
import type { PathTrie } from './path-trie.ts'
import { growsEveryRound, populations } from './population.ts'
import type { Population, PopulationCounts } from './population.ts'
import { countsAsObject, pathRows } from './snapshot-summary.ts'
import type { SnapshotSummary } from './snapshot-summary.ts'

export interface GrowthSitesOptions extends WorkOptions {
  readonly tree: PathTree
  readonly dominators: DominatorTree
  /** The earlier snapshots of the process, oldest first, at least one. */
  readonly earlier: readonly SnapshotSummary[]
  /** Name of a node's class in the answer; by default as in the trie. */
  readonly classKey?: (node: NodeOrdinal) => string
  readonly trie?: PathTrie
  readonly roles?: Uint8Array
  /** `births` of the earlier snapshots' ids, where they are at hand. */
  readonly births?: Uint8Array
  /** Most sites in the answer; 64. */
  readonly limit?: number
}

const SAMPLE = 16

/**
 * The sites of growth of the last snapshot: those that grew in every round first, by bytes grown; what is only
 * the engine's bookkeeping never counts as growing. O(nodes × snapshots); allocates about 60 bytes a node, all dropped.
 */
export function growthSites(graph: HeapGraph, options: GrowthSitesOptions): GrowthSite[] {
  const { tree, earlier } = options
  const pause = checkpoint(options)
  const roles = options.roles ?? nodeRoles(graph)
  const trie = options.trie ?? pathTrie(graph, tree, { roles })
  pause(0.3)
  const born =
    options.births ??
    births(
      graph,
      earlier.map((summary) => summary.ids),
    )
  const last = pathRows(graph, tree, roles)
  const isObject = roles.map(countsAsObject)
  const points = attachPoints({ graph, tree, trie, roles, births: born, isObject })
  pause(0.6)
  const rounds = earlier.length
  const groups = growthGroups({ graph, tree, trie, roles, births: born, rounds, points, isObject })
  const counts = [...earlier, last].map((rows) => populations(rows, groups.ids, groups.count))
  pause(0.8)
  const chosen = ranking(groups, counts, rounds).slice(0, options.limit ?? 64)
  const context = { graph, trie, births: born, rounds, groups, counts, points, isObject, options }
  return describe(context, chosen)
}

interface Context {
  readonly graph: HeapGraph
  readonly trie: PathTrie
  readonly births: Uint8Array
  readonly rounds: number
  readonly groups: GrowthGroups
  readonly counts: readonly PopulationCounts[]
  readonly points: AttachPoints
  readonly isObject: Uint8Array
  readonly options: GrowthSitesOptions
}

function populationOf(counts: readonly PopulationCounts[], group: number): Population[] {
  return counts.map((count) => ({ objects: count.objects[group], bytes: count.bytes[group] }))
}

function grownOf(population: readonly Population[]): Population {
  const first = population[0]
  const last = population[population.length - 1]
  return { objects: last.objects - first.objects, bytes: last.bytes - first.bytes }
}

function ranking(
  groups: GrowthGroups,
  counts: readonly PopulationCounts[],
  rounds: number,
): number[] {
  const growing = new Uint8Array(groups.count)
  const grown = new Float64Array(groups.count)
  for (let group = 0; group < groups.count; group++) {
    const population = populationOf(counts, group)
    growing[group] = isGrowing(groups, rounds, group, population) ? 1 : 0
    grown[group] = grownOf(population).bytes
  }
  const order = Array.from({ length: groups.count }, (_, group) => group)
  return order.sort((a, b) => growing[b] - growing[a] || grown[b] - grown[a] || a - b)
}

/** A function that is compiled again and again does not make its owner grow: something of the program must be new. */
function isGrowing(
  groups: GrowthGroups,
  rounds: number,
  group: number,
  population: readonly Population[],
): boolean {
  const bytes = sum(bornIn(groups, rounds, group)).bytes
  return bytes > groups.engineBytes[group] && growsEveryRound(population)
}

/** Entry k: born between snapshots k and k + 1. */
function bornIn(groups: GrowthGroups, rounds: number, group: number): Population[] {
  return Array.from({ length: rounds }, (_, round) => {
    const cell = group * (rounds + 1) + round + 1
    return { objects: groups.bornObjects[cell], bytes: groups.bornBytes[cell] }
  })
}

function describe(context: Context, chosen: readonly number[]): GrowthSite[] {
  const { groups, counts, rounds, options } = context
  const contents = contentsOf(context, chosen)
  const dominating = dominatingHolders(context)
  const exclusive = exclusiveBytes(context, dominating)
  return chosen.map((group) => {
    const population = populationOf(counts, group)
    const born = bornIn(groups, rounds, group)
    const newBytes = sum(born).bytes
    const holders = groups.holders[group]
    return {
      path: groups.path[group],
      attach: holders.slice(0, SAMPLE),
      attachCount: holders.length,
      holders,
      growing: isGrowing(groups, rounds, group, population),
      population,
      grown: grownOf(population),
      rounds: born,
      survivors: sum(born.slice(0, -1)),
      userBytes: newBytes - groups.engineBytes[group],
      engineBytes: groups.engineBytes[group],
      exclusiveBytes: exclusive[group],
      retainedBytes: retainedBytes(options.dominators, holders, groups.ofHolder, dominating),
      topChildren: contents.get(group)?.topChildren() ?? [],
      composition: contents.get(group)?.composition() ?? [],
    } satisfies GrowthSite
  })
}

function sum(entries: readonly Population[]): Population {
  let objects = 0
  let bytes = 0
  for (const entry of entries) {
    objects += entry.objects
    bytes += entry.bytes
  }
  return { objects, bytes }
}

function contentsOf(context: Context, chosen: readonly number[]): Map<number, GrowthContents> {
  const { graph, trie, births: born, rounds, groups, points, isObject, options } = context
  const names = (node: NodeOrdinal): string => trie.classes.name(trie.classes.of[node])
  const classKey = options.classKey ?? names
  const input = { shallowSize: graph.shallowSize, trie, births: born, rounds, classKey }
  const contents = new Map(chosen.map((group) => [group, new GrowthContents(input)]))
  for (const node of options.tree.order) {
    const holder = points.attach[node]
    if (holder === NO_NODE) continue
    const isChild = points.first[node] === node
    contents.get(groups.ofHolder[holder])?.add(node, isChild, isObject[node] === 1)
  }
  return contents
}

/** By node: the nearest holder that dominates it; `NO_NODE` for none. */
function dominatingHolders({ graph, groups, options }: Context): Uint32Array {
  const { immediateDominator, order } = options.dominators
  const dominating = new Uint32Array(graph.nodeCount).fill(NO_NODE)
  for (let i = 1; i < order.length; i++) {
    const above = immediateDominator[order[i]]
    dominating[order[i]] = groups.ofHolder[above] === NO_NODE ? dominating[above] : above
  }
  return dominating
}

/** By group: new bytes under its holders by path whose nearest holder in the dominator tree is of the same group. */
function exclusiveBytes(
  { graph, groups, points, options }: Context,
  dominating: Uint32Array,
): Float64Array {
  const exclusive = new Float64Array(groups.count)
  for (const node of options.tree.order) {
    const holder = points.attach[node]
    if (holder === NO_NODE || dominating[node] === NO_NODE) continue
    const group = groups.ofHolder[holder]
    if (groups.ofHolder[dominating[node]] === group) exclusive[group] += graph.shallowSize[node]
  }
  return exclusive
}

/** Holders of other groups looked through; one nested deeper than this is counted twice. */
const NESTING_LEVELS = 64

function retainedBytes(
  dominators: DominatorTree,
  holders: readonly NodeOrdinal[],
  ofHolder: Uint32Array,
  dominating: Uint32Array,
): number {
  const group = ofHolder[holders[0]]
  let bytes = 0
  for (const holder of holders) {
    let above = dominating[holder]
    for (let level = 0; level < NESTING_LEVELS && above !== NO_NODE; level++) {
      if (ofHolder[above] === group) break
      above = dominating[above]
    }
    if (above === NO_NODE || ofHolder[above] !== group) bytes += dominators.retainedSize[holder]
  }
  return bytes
}
