// The steps of a path as names, from the GC root down: what a list of paths shows where there is no room for drawings.

import type { PathTrie, TrieOrdinal } from '../growth/path-trie.ts'

/** Steps that are shown; the upper ones of a longer path are left out. */
const SHOWN = 8

/** `kept Array`, `[…] Order`, …; never the contents of a key. O(depth of the trie node). */
export function pathNames(trie: PathTrie, path: TrieOrdinal): string[] {
  const names: string[] = []
  let at = path
  for (; at !== 0 && names.length < SHOWN; at = trie.parent[at]) {
    names.push(stepName(trie.label(at).name, trie.classes.name(trie.pathClass[at])))
  }
  if (at !== 0) names.push('…')
  return names.reverse()
}

/** A scope is told by its variable, the next step; V8's groups of roots by themselves. */
function stepName(label: string, className: string): string {
  if (className.startsWith('Context(')) return label
  if (label === '' || /^\d+$/.test(label)) return className
  return label === '[…]' && className.startsWith('(') ? className : `${label} ${className}`
}
