// Which objects retain more than in an earlier snapshot: not the whole chain of dominators that grew because one of them did,
// but the lowest of them. Objects are matched by their paths, so that snapshots of two processes can be compared.

import { NO_DOMINATOR } from '../dominators/dominator-tree.ts'
import type { DominatorTree } from '../dominators/dominator-tree.ts'
import { subtrees } from '../dominators/subtrees.ts'
import type { HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'
import { ROLE_USER } from '../paths/node-role.ts'
import { NO_TRIE_NODE } from './path-trie.ts'
import type { PathTrie, TrieOrdinal } from './path-trie.ts'
import { matchingRows } from './trie-match.ts'

/** Retained sizes by path; what is kept of the first snapshot. */
export interface RetainedByPath {
  readonly trie: PathTrie
  /** By trie node: objects of the program on that path. */
  readonly objects: Uint32Array
  /** By trie node: bytes that they retain together, nested ones counted once. */
  readonly bytes: Float64Array
  /** By trie node: the object that retains most. */
  readonly largest: Uint32Array
}

export interface GrownDominator {
  readonly path: TrieOrdinal
  /** The object that retains most on this path, in the later snapshot. */
  readonly example: NodeOrdinal
  /** Objects on the path, the same number in both snapshots. */
  readonly objects: number
  /** Retained bytes before and after. */
  readonly before: number
  readonly after: number
}

export interface DominatedGraph {
  readonly graph: HeapGraph
  readonly dominators: DominatorTree
  readonly roles: Uint8Array
}

/** What grew by less than this share of what grew most is not looked at. */
const SMALLEST_SHARE = 0.01
/** A dominator of which so much of the growth is below another one is passed over for that. */
const SAME_SHARE = 0.9

/** O(nodes); keeps 16 bytes a trie node. */
export function retainedByPath(
  { graph, dominators, roles }: DominatedGraph,
  trie: PathTrie,
): RetainedByPath {
  const rows = subtrees(graph, dominators)
  const objects = new Uint32Array(trie.count)
  const bytes = new Float64Array(trie.count)
  const largest = new Uint32Array(trie.count)
  /** By trie node: where the subtree of its last top-most object ends. */
  const coveredTo = new Uint32Array(trie.count)
  for (let at = 0; at < rows.node.length; at++) {
    const node = rows.node[at]
    const path = trie.of[node]
    if (path === NO_TRIE_NODE || roles[node] !== ROLE_USER) continue
    const retained = dominators.retainedSize[node]
    if (objects[path]++ === 0 || retained > dominators.retainedSize[largest[path]]) {
      largest[path] = node
    }
    if (at < coveredTo[path]) continue
    coveredTo[path] = rows.end[node]
    bytes[path] += retained
  }
  return { trie, objects, bytes, largest }
}

/**
 * Most grown first. Only paths that both snapshots have, with as many objects: where those became more, it is their holder
 * that grew. O(trie nodes + found × depth of the dominator tree).
 */
export function grownDominators(
  first: RetainedByPath,
  last: RetainedByPath,
  { dominators }: DominatedGraph,
  limit: number,
): GrownDominator[] {
  const match = matchingRows(last.trie, first.trie)
  const grown = new Map<TrieOrdinal, number>()
  let most = 0
  for (let path = 1; path < last.trie.count; path++) {
    const before = match[path]
    if (before === NO_TRIE_NODE || last.objects[path] === 0) continue
    if (last.objects[path] !== first.objects[before]) continue
    const bytes = last.bytes[path] - first.bytes[before]
    if (bytes <= 0) continue
    grown.set(path, bytes)
    most = Math.max(most, bytes)
  }
  for (const [path, bytes] of grown) if (bytes < SMALLEST_SHARE * most) grown.delete(path)
  const passed = new Set<TrieOrdinal>()
  for (const [path, bytes] of grown) {
    const above = grownAbove(last, path, dominators, grown)
    if (above !== null && bytes >= SAME_SHARE * (grown.get(above) ?? 0)) passed.add(above)
  }
  return [...grown]
    .filter(([path]) => !passed.has(path))
    .sort(([, one], [, other]) => other - one)
    .slice(0, limit)
    .map(([path]) => ({
      path,
      example: last.largest[path],
      objects: last.objects[path],
      before: first.bytes[match[path]],
      after: last.bytes[path],
    }))
}

/** The path of the nearest dominator that grew, too; `null` where there is none. */
function grownAbove(
  { trie, largest }: RetainedByPath,
  path: TrieOrdinal,
  { immediateDominator }: DominatorTree,
  grown: ReadonlyMap<TrieOrdinal, number>,
): TrieOrdinal | null {
  let node = immediateDominator[largest[path]]
  for (; node !== NO_DOMINATOR && node !== 0; node = immediateDominator[node]) {
    const above = trie.of[node]
    if (above !== path && grown.has(above)) return above
  }
  return null
}
