// Snapshots whose objects cannot be matched: of different processes, or by forks that number objects each for themselves.
// Equal numbers mean nothing there. What hangs from paths that grew stands for what is new, and no object can be asked for.

import type { GrowthSite, PathTrie } from '../../heap/index.ts'
import type { LeadContents, LimitedTable } from './lead-contents.ts'
import type { Lead } from './lead.ts'

/**
 * By node: 1 for what hangs from a path that grew, 0 for the rest. Among the first are objects that were there before, for nobody
 * can tell which. O(trie nodes + nodes).
 */
export function bornByPath(trie: PathTrie, sites: readonly GrowthSite[]): Uint8Array {
  const inside = new Uint8Array(trie.count)
  for (const site of sites) for (const child of site.topChildren) inside[child.path] = 1
  for (let row = 1; row < trie.count; row++) {
    if (inside[trie.parent[row] ?? 0] === 1) inside[row] = 1
  }
  return Uint8Array.from(trie.of, (row) => inside[row] ?? 0)
}

/** The lead without the numbers by which the live process would be asked for its objects: there they mean others. */
export function withoutIds(lead: Lead): Lead {
  const { holder, contents, natives } = lead
  return {
    ...lead,
    holder: { ...holder, objectId: 0 },
    exampleIds: [],
    natives: natives.map((row) => ({ ...row, ownerIds: [] })),
    contents: contentsWithoutIds(contents),
    alsoHeldBy: lead.alsoHeldBy === null ? null : { ...lead.alsoHeldBy, objectId: 0 },
  }
}

function contentsWithoutIds(contents: LeadContents): LeadContents {
  const { stream, limited } = contents
  return {
    ...contents,
    stream: stream === null ? null : { ...stream, objectId: 0 },
    limited: limited === null ? null : unaskable(limited),
  }
}

/** That there would be objects to ask is still known. */
function unaskable({ entries, ownerIds, functionIds }: LimitedTable): LimitedTable {
  return { entries, ownerIds: ownerIds.map(() => 0), functionIds: functionIds.map(() => 0) }
}
