// Which objects are links: elements of a linked list, nodes of a tree of one class, levels of a recursion. What hangs
// from a link has been added to the chain, and the chain is what somebody holds.

import type { NodeOrdinal } from '../graph/heap-graph.ts'
import type { PathTree } from '../paths/shortest-path-tree.ts'
import type { PathTrie } from './path-trie.ts'
import { plainClasses } from './plain-classes.ts'

/** In `chainHeads`: the node is no link. */
export const NO_HEAD = 0xffffffff

/** Longest round of a recursion, in objects. */
const MAX_PERIOD = 12
/** Rounds on one path from which on repetition is taken for a chain; twice happens by chance. */
const MIN_ROUNDS = 3

export interface ChainInput {
  readonly tree: PathTree
  readonly trie: PathTrie
  /** By node: the nearest object above that is neither storage nor bookkeeping. */
  readonly owner: Uint32Array
  /** 1 for nodes that are objects. */
  readonly isObject: Uint8Array
}

/**
 * By node the topmost link of its chain; `NO_HEAD` for nodes that are no links. Links repeat label and class of the
 * step into them, or, one right below the other, the class alone, so that trees count, too. O(nodes × period) at
 * worst; allocates two u32 and one byte a node, of which one u32 stays.
 */
export function chainHeads(input: ChainInput): Uint32Array {
  const { tree, trie, owner, isObject } = input
  const nodeCount = owner.length
  const head = new Uint32Array(nodeCount).fill(NO_HEAD)
  /** Steps up to here that repeat those one period above. */
  const run = new Uint32Array(nodeCount)
  const period = new Uint8Array(nodeCount)
  const plain = plainClasses(trie.classes)
  const keyOf = (node: NodeOrdinal): number => trie.stepKey[trie.of[node]]
  const classOf = (node: NodeOrdinal): number => trie.pathClass[trie.of[node]]

  function repeats(node: NodeOrdinal, ancestor: NodeOrdinal, distance: number): boolean {
    if (distance !== 1 || plain[classOf(node)] === 1) return keyOf(node) === keyOf(ancestor)
    return classOf(node) === classOf(ancestor)
  }

  function extend(node: NodeOrdinal): void {
    const above = owner[node]
    const known = period[above]
    let ancestor = node
    for (let distance = 1; distance <= MAX_PERIOD; distance++) {
      ancestor = owner[ancestor]
      if (ancestor === 0) return
      if (!repeats(node, ancestor, distance)) continue
      if (distance < known && run[above] >= known) continue
      period[node] = distance
      run[node] = distance === known ? run[above] + 1 : 1
      return
    }
  }

  for (const node of tree.order) {
    if (node === 0 || isObject[node] === 0) continue
    extend(node)
    if (period[node] === 0 || run[node] < (MIN_ROUNDS - 1) * period[node]) continue
    const above = owner[node]
    if (head[above] !== NO_HEAD && period[above] === period[node]) head[node] = head[above]
    else markLinks(node, run[node], period[node], { head, owner, classOf })
  }
  return head
}

interface Links {
  readonly head: Uint32Array
  readonly owner: Uint32Array
  readonly classOf: (node: NodeOrdinal) => number
}

/** Marks all links of a chain that has just been recognised, from its lowest link up. */
function markLinks(lowest: NodeOrdinal, run: number, period: number, links: Links): void {
  const { head, owner, classOf } = links
  const members = [lowest]
  let at = lowest
  for (let step = 1; step < run + period; step++) {
    at = owner[at]
    members.push(at)
  }
  // The first round is often entered by another name, as `head` is before `next`; the classes must fit.
  for (let step = 0; step < period; step++) {
    const above = owner[at]
    if (above === 0 || classOf(above) !== classOf(members[members.length - period])) break
    members.push(above)
    at = above
  }
  const top = head[at] === NO_HEAD ? at : head[at]
  for (const member of members) if (head[member] === NO_HEAD) head[member] = top
}
