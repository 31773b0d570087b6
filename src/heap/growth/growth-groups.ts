// New objects, gathered by the path of the old object that they hang from: a thousand buckets of one cache are one
// group. Numbers only; what to say about the largest groups is read out later.

import type { HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'
import { ROLE_ENGINE } from '../paths/node-role.ts'
import type { PathTree } from '../paths/shortest-path-tree.ts'
import { NO_NODE } from './attach-points.ts'
import type { AttachPoints } from './attach-points.ts'
import type { PathTrie, TrieOrdinal } from './path-trie.ts'
import { HolderIds } from './population.ts'

export interface GrowthGroups {
  readonly count: number
  /** By group: place of its holders in the trie. */
  readonly path: readonly TrieOrdinal[]
  /** By group: its holders, those under which most bytes are new first. */
  readonly holders: readonly (readonly NodeOrdinal[])[]
  /** By node: the group that a holder belongs to; `NO_NODE` for all other nodes. */
  readonly ofHolder: Uint32Array
  readonly ids: HolderIds
  /** By group and birth (`group × (rounds + 1) + birth`): objects and bytes, storage's and the engine's with them. */
  readonly bornObjects: Float64Array
  readonly bornBytes: Float64Array
  readonly engineBytes: Float64Array
}

export interface GroupInput {
  readonly graph: HeapGraph
  readonly tree: PathTree
  readonly trie: PathTrie
  readonly roles: Uint8Array
  readonly births: Uint8Array
  readonly rounds: number
  readonly points: AttachPoints
  /** 1 for nodes that count as objects. */
  readonly isObject: Uint8Array
}

/** O(nodes); allocates a u32 and an f64 a node, the latter dropped. */
export function growthGroups(input: GroupInput): GrowthGroups {
  const { graph, tree, trie, roles, births, rounds, points, isObject } = input
  const byPath = new Map<TrieOrdinal, number>()
  const path: TrieOrdinal[] = []
  const holders: NodeOrdinal[][] = []
  const ofHolder = new Uint32Array(graph.nodeCount).fill(NO_NODE)
  const newBytes = new Float64Array(graph.nodeCount)
  const ids = new HolderIds()

  const groupOf = (holder: NodeOrdinal): number => {
    const place = trie.of[holder]
    let group = byPath.get(place)
    if (group === undefined) {
      group = path.push(place) - 1
      byPath.set(place, group)
      holders.push([])
    }
    ofHolder[holder] = group
    ids.add(graph.nodeId[holder], group)
    holders[group].push(holder)
    return group
  }

  for (const node of tree.order) {
    const holder = points.attach[node]
    if (holder === NO_NODE) continue
    if (ofHolder[holder] === NO_NODE) groupOf(holder)
    newBytes[holder] += graph.shallowSize[node]
  }
  const width = rounds + 1
  const bornObjects = new Float64Array(path.length * width)
  const bornBytes = new Float64Array(path.length * width)
  const engineBytes = new Float64Array(path.length)
  for (const node of tree.order) {
    const holder = points.attach[node]
    if (holder === NO_NODE) continue
    const group = ofHolder[holder]
    const cell = group * width + births[node]
    bornObjects[cell] += isObject[node]
    bornBytes[cell] += graph.shallowSize[node]
    if (roles[node] === ROLE_ENGINE) engineBytes[group] += graph.shallowSize[node]
  }
  for (const list of holders) list.sort((a, b) => newBytes[b] - newBytes[a] || a - b)
  return { count: path.length, path, holders, ofHolder, ids, bornObjects, bornBytes, engineBytes }
}
