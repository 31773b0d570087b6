// A growing holder explains what grows inside of what it collects: one finding, not one a level.

import type { GrowthSite } from './growth-site.ts'
import type { PathTrie, TrieOrdinal } from './path-trie.ts'

/**
 * The sites, in their order, without those whose holders lie in or below what a growing site collects. A site silences
 * no site that grew by more bytes than itself: noise near the root explains nothing. O(sites × depth of the trie).
 */
export function withoutSilenced(sites: readonly GrowthSite[], trie: PathTrie): GrowthSite[] {
  /** Trie node of what a kept site collects → bytes by which the site grew. */
  const collected = new Map<TrieOrdinal, number>()
  const kept = new Set<GrowthSite>()
  // Trie nodes are numbered from the root down: of two sites that explain each other the upper one stays.
  for (const site of sites.toSorted((a, b) => a.path - b.path)) {
    if (isExplained(site, trie, collected)) continue
    kept.add(site)
    if (!site.growing) continue
    for (const child of site.topChildren) {
      const known = collected.get(child.path) ?? 0
      collected.set(child.path, Math.max(known, site.grown.bytes))
    }
  }
  return sites.filter((site) => kept.has(site))
}

function isExplained(
  site: GrowthSite,
  trie: PathTrie,
  collected: ReadonlyMap<TrieOrdinal, number>,
): boolean {
  for (let at = site.path; at !== 0; at = trie.parent[at]) {
    const bytes = collected.get(at)
    if (bytes !== undefined && bytes >= site.grown.bytes) return true
  }
  return false
}
