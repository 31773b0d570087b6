// What filled the memory of a program that died: sampled allocations that were alive near its end, by their line. It accuses
// nobody: a data set that does not fit is found here as well as a leak.

import type { AllocationSite, LiveSite } from '../../protocol/index.ts'
import { tellingFrames } from '../allocation-sites.ts'
import type { SourceLookup } from '../evidence.ts'

const SHOWN = 4
const SMALLEST_SHARE = 0.05
const NO_SCRIPTS: ReadonlySet<string> = new Set()

/** The lines by their share of the live sampled bytes; a stack may count for two of them. O(sites × frames). */
export function fillingSites(sites: readonly LiveSite[], lookup: SourceLookup): AllocationSite[] {
  const found = new Map<string, { site: AllocationSite; bytes: number }>()
  let total = 0
  for (const { stack, liveBytes } of sites) {
    const frames = tellingFrames(stack, NO_SCRIPTS, lookup)
    if (frames.length > 0) total += liveBytes
    const seen = new Set<string>()
    for (const { frame, placed } of frames) {
      const name = frame.function === '' ? '(anonymous)' : frame.function
      const key = `${placed.source.file}:${placed.source.line}:${name}`
      if (seen.has(key)) continue
      seen.add(key)
      const { source, excerpt } = placed
      const known = found.get(key)
      const site = { function: name, ...source, package: placed.package, share: 0, excerpt }
      found.set(key, { site: known?.site ?? site, bytes: (known?.bytes ?? 0) + liveBytes })
    }
  }
  return [...found.values()]
    .filter(({ bytes }) => bytes >= SMALLEST_SHARE * total)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, SHOWN)
    .map(({ site, bytes }) => ({ ...site, share: bytes / total }))
}
