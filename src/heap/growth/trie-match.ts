// Which trie nodes of two snapshots stand for the same path, by name.

import { NO_TRIE_NODE } from './path-trie.ts'
import type { PathTrie, TrieOrdinal } from './path-trie.ts'

/** Steps that, if nothing else in either snapshot ends with them, identify a path. */
const TAIL_STEPS = 3

/**
 * For every node of `rows` its counterpart in `trie`, or `NO_TRIE_NODE`. In lockstep from the root; where an object is
 * held another way in the other snapshot (by a timer that happened to run, say), the last steps decide, provided
 * that they occur once. O(trie nodes); allocates strings of some hundred bytes a trie node, dropped at the end.
 */
export function matchingRows(rows: PathTrie, trie: PathTrie): Uint32Array {
  const childOf = new Map<string, TrieOrdinal>()
  for (let node = 1; node < trie.count; node++) {
    childOf.set(`${trie.parent[node]} ${trie.key(node)}`, node)
  }
  const rowTails = uniqueTails(rows)
  const trieTails = uniqueTails(trie)
  const match = new Uint32Array(rows.count).fill(NO_TRIE_NODE)
  match[0] = 0
  for (let row = 1; row < rows.count; row++) {
    const above = match[rows.parent[row]]
    const found = above === NO_TRIE_NODE ? undefined : childOf.get(`${above} ${rows.key(row)}`)
    match[row] = found ?? NO_TRIE_NODE
    if (found !== undefined) continue
    const tail = tailOf(rows, row)
    if (rowTails.get(tail) === row) match[row] = trieTails.get(tail) ?? NO_TRIE_NODE
  }
  return match
}

/** Tails that one trie node only has. */
function uniqueTails(trie: PathTrie): Map<string, TrieOrdinal> {
  const tails = new Map<string, TrieOrdinal>()
  for (let node = 1; node < trie.count; node++) {
    const tail = tailOf(trie, node)
    tails.set(tail, tails.has(tail) ? NO_TRIE_NODE : node)
  }
  return tails
}

function tailOf(trie: PathTrie, node: TrieOrdinal): string {
  let tail = ''
  let at = node
  for (let step = 0; step < TAIL_STEPS && at !== 0; step++) {
    tail = `${trie.key(at)}\n${tail}`
    at = trie.parent[at]
  }
  return tail
}
