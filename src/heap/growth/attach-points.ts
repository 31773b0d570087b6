// Where what is new hangs: for every new object the nearest old one on its path, or, where that is only a link of a
// chain (the tail of a list, a node of a tree, a level of a recursion), the object that owns the chain.

import type { HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'
import { ROLE_ENGINE, ROLE_STORE } from '../paths/node-role.ts'
import type { PathTree } from '../paths/shortest-path-tree.ts'
import { NO_HEAD, chainHeads } from './chains.ts'
import type { PathTrie } from './path-trie.ts'

/** In `AttachPoints`: there is none. */
export const NO_NODE = 0xffffffff

export interface AttachPoints {
  /** For every reachable new node the old object that it hangs from; `NO_NODE` for all other nodes. */
  readonly attach: Uint32Array
  /** For every reachable new node the first new object on the way to it, or the link of the chain that it is in. */
  readonly first: Uint32Array
}

export interface AttachInput {
  readonly graph: HeapGraph
  readonly tree: PathTree
  readonly trie: PathTrie
  readonly roles: Uint8Array
  /** 0 marks an old node. */
  readonly births: Uint8Array
  /** 1 for nodes that count as objects. */
  readonly isObject: Uint8Array
}

/** O(reachable nodes); allocates four u32 arrays of node count, two of which are dropped. */
export function attachPoints(input: AttachInput): AttachPoints {
  const { graph, tree, roles, births } = input
  const owner = owners(input)
  const head = chainHeads({ tree, trie: input.trie, owner, isObject: input.isObject })
  const attach = new Uint32Array(graph.nodeCount).fill(NO_NODE)
  const first = new Uint32Array(graph.nodeCount).fill(NO_NODE)

  /** The old object above an old one that is not itself a link, in bounded steps since heads are known. */
  const holder = (old: NodeOrdinal): NodeOrdinal => {
    let at = old
    for (;;) {
      if (head[at] !== NO_HEAD) at = owner[head[at]]
      else if (births[at] === 0 || at === 0) return at
      else return attach[at]
    }
  }

  for (const node of tree.order) {
    if (births[node] === 0 || node === 0) continue
    const parent = tree.parent[node]
    const above = owner[node]
    attach[node] = births[parent] === 0 ? holder(bearer(parent, owner, roles)) : attach[parent]
    if (isPrivate(roles[node])) first[node] = births[parent] === 0 ? NO_NODE : first[parent]
    else if (births[above] === 0 || first[above] === NO_NODE || isLink(node, above, head)) {
      first[node] = node
    } else first[node] = first[above]
  }
  return { attach, first }
}

/** The nearest object above each node that is neither storage nor the engine's. */
function owners({ graph, tree, roles }: AttachInput): Uint32Array {
  const owner = new Uint32Array(graph.nodeCount).fill(NO_NODE)
  owner[0] = 0
  for (const node of tree.order) {
    if (node !== 0) owner[node] = bearer(tree.parent[node], owner, roles)
  }
  return owner
}

function bearer(node: NodeOrdinal, owner: Uint32Array, roles: Uint8Array): NodeOrdinal {
  return isPrivate(roles[node]) ? owner[node] : node
}

function isPrivate(role: number): boolean {
  return role === ROLE_STORE || role === ROLE_ENGINE
}

function isLink(node: NodeOrdinal, above: NodeOrdinal, head: Uint32Array): boolean {
  return head[node] !== NO_HEAD && head[node] === head[above]
}
