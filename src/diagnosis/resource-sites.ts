// Who created the resources that stay: the lines that a hook saw, which are exact, unlike those of sampled allocations.

import type { AllocationSite, ResourceSite } from '../protocol/index.ts'
import type { PlacedPosition, SourceLookup } from './evidence.ts'
import type { Lead } from './lead/lead.ts'
import { resourceTypesOf } from './resource-types.ts'

const SHOWN = 2
/** A site most of whose resources are gone again creates, but does not leak. */
const STAYING_SHARE = 0.5
const SMALLEST_SHARE = 0.1

/** The lines that created what is still alive of the lead's resources, most first; at most two. O(sites × frames). */
export function resourceSites(
  lead: Lead,
  sites: readonly ResourceSite[],
  lookup: SourceLookup,
): AllocationSite[] {
  const types = new Set(resourceTypesOf(lead))
  const staying = sites.filter(
    (site) => types.has(site.type) && site.alive >= Math.max(1, STAYING_SHARE * site.created),
  )
  const total = staying.reduce((sum, site) => sum + site.alive, 0)
  const lines = new Map<string, AllocationSite & { share: number }>()
  for (const site of staying) {
    const found = ownFrame(site, lookup)
    if (found === null) continue
    const { placed, name } = found
    const key = `${placed.source.file}:${placed.source.line}`
    const share = (lines.get(key)?.share ?? 0) + site.alive / total
    const { source, excerpt } = placed
    lines.set(key, { function: name, ...source, package: placed.package, share, excerpt })
  }
  return [...lines.values()]
    .filter((line) => line.share >= SMALLEST_SHARE)
    .sort((a, b) => b.share - a.share)
    .slice(0, SHOWN)
}

/** The innermost frame of the program's own code, else the innermost one. */
function ownFrame(
  site: ResourceSite,
  lookup: SourceLookup,
): { placed: PlacedPosition; name: string } | null {
  let outside: { placed: PlacedPosition; name: string } | null = null
  for (const frame of site.stack) {
    const placed = lookup.place({ script: frame.url, line: frame.line, column: frame.column })
    if (placed === null) continue
    const found = { placed, name: frame.function === '' ? '(anonymous)' : frame.function }
    if (placed.package === null) return found
    outside ??= found
  }
  return outside
}
