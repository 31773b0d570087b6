// Whether what grows is spread over the objects above it, so that their growth explains it, or sits below one of them.

import { ROLE_STORE } from '../paths/node-role.ts'
import type { PathTree } from '../paths/shortest-path-tree.ts'
import { PairTable } from './pair-table.ts'
import { NO_TRIE_NODE } from './path-trie.ts'
import type { PathTrie } from './path-trie.ts'

/**
 * By trie node: the largest share of its objects that lies below one single object of the nearest `marked` trie node
 * above; 0 where there is none above. O(nodes); allocates two u32 a node, dropped at the end.
 */
export function largestShares(
  trie: PathTrie,
  tree: PathTree,
  roles: Uint8Array,
  marked: Uint8Array,
): Float64Array {
  /** The nearest object above, with itself, whose trie node is marked. */
  const nearest = new Uint32Array(trie.of.length).fill(NO_TRIE_NODE)
  const counts = new PairTable()
  const largest = new Float64Array(trie.count)
  for (const node of tree.order) {
    const place = trie.of[node]
    const above = node === 0 ? NO_TRIE_NODE : nearest[tree.parent[node]]
    // Storage has the trie node of its owner; it is not one more of them.
    const isOwn = marked[place] === 1 && roles[node] !== ROLE_STORE
    nearest[node] = isOwn ? node : above
    if (!isOwn || above === NO_TRIE_NODE) continue
    const count = Math.max(0, counts.get(place, above)) + 1
    counts.set(place, above, count)
    largest[place] = Math.max(largest[place], count)
  }
  for (let place = 0; place < largest.length; place++) {
    if (largest[place] > 0) largest[place] /= trie.objects[place]
  }
  return largest
}
