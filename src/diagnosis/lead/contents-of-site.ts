// Gathers the further facts of one site of growth.

import type { GrowthSite, NodeOrdinal } from '../../heap/index.ts'
import { belowHolders } from './below-holders.ts'
import { entryKeys } from './entry-keys.ts'
import { graphMarks, isDominatedBy } from './graph-marks.ts'
import type { GraphView } from './graph-view.ts'
import type { LeadHolder } from './lead.ts'
import { limitedTable } from './limited-table.ts'
import type { LeadContents } from './lead-contents.ts'
import type { PlacedStep } from './lead-steps.ts'
import { arePending } from './pending-promises.ts'
import { registryFacts } from './registry-cells.ts'
import { streamOfSteps } from './stream-of-steps.ts'
import { tableRoom } from './table-room.ts'
import { weakMapName } from './weak-map-name.ts'

interface Place {
  readonly steps: readonly PlacedStep[]
  /** The step to cut. */
  readonly found: number
  readonly holder: LeadHolder
}

/** O(nodes) a lead, and O(edges) once a snapshot. */
export function contentsOf(view: GraphView, site: GrowthSite, place: Place): LeadContents {
  const marks = graphMarks(view)
  const below = belowHolders(view, site.attach)
  const attach = site.attach[0] ?? 0
  let asyncStoreBytes = 0
  for (const store of marks.stores) {
    if (below[store] === 1) asyncStoreBytes += view.dominators.retainedSize[store] ?? 0
  }
  const isRegistry = place.holder.className === 'FinalizationRegistry'
  return {
    asyncStoreBytes,
    asyncHook: marks.hookScripts.has(place.holder.position?.script ?? ''),
    contexts: contextsUnder(view, new Set(site.attach)),
    keys: entryKeys(view.graph, attach),
    weakMap: weakMapOf(view, site.topChildren[0]?.examples ?? []),
    registry: isRegistry ? registryFacts(view, attach) : null,
    holders: site.attachCount,
    stream: streamOfSteps(place.steps, place.found, view.facts),
    room: tableRoom(view, site),
    limited: limitedTable(view, site, place),
    pendingPromises: arePending(view, site.topChildren[0]?.examples ?? []),
  }
}

/** How far a context lies below what is kept of it. */
const LEVELS = 64

/** By path: Node's own handles hold every context that is in use, too, so that no holder dominates one. */
function contextsUnder(view: GraphView, holders: ReadonlySet<NodeOrdinal>): number {
  let count = 0
  for (const context of graphMarks(view).contexts) {
    let at = context
    for (let level = 0; level < LEVELS && at !== 0 && !holders.has(at); level++) {
      at = view.tree.parent[at] ?? 0
    }
    if (at !== 0 && holders.has(at)) count++
  }
  return count
}

/** The WeakMap that has the examples as values, where each of them holds its own key. */
function weakMapOf(view: GraphView, examples: readonly NodeOrdinal[]): string | null {
  const { weakEntries } = graphMarks(view)
  const { immediateDominator } = view.dominators
  let name: string | null = null
  for (const value of examples) {
    const entry = weakEntries.get(value)
    if (entry === undefined) return null
    if (!isDominatedBy(immediateDominator, entry.key, value)) return null
    name ??= weakMapName(view, entry.edge) ?? ''
  }
  return name
}
