// How much room a table was given at once. An array that grows by push is given half as much again, so it is never less
// than some six tenths full after it grew, and half full where a library doubles it; one that is less full, and has not
// grown since, was made to a size: a ring, or the slots of a cache with a limit (lru-cache makes all of its own at its start).

import { edgeLookup } from '../../heap/index.ts'
import type { GrowthSite, NodeOrdinal } from '../../heap/index.ts'
import { entryCount } from './entry-count.ts'
import type { GraphView } from './graph-view.ts'
import type { TableRoom } from './lead-contents.ts'

/** At the first snapshot; fuller than this an array may be that grew by itself. */
const MOST_FILLED = 0.45
/** Below this many slots the constant in V8's growth says more than the share. */
const FEWEST_SLOTS = 256
/** A dictionary of numbered entries: these slots, and three for each place of a table that has a power of two of them. */
const DICTIONARY_SLOTS = 4
const SLOTS_PER_PLACE = 3
const SLOT_BYTES = 8
const HEADER_BYTES = 16

/** The room of the array that things are put into; `null` where it has none beyond what V8 gives. O(edges of it). */
export function tableRoom(view: GraphView, site: GrowthSite): TableRoom | null {
  const [holder] = site.attach
  if (holder === undefined || site.attachCount !== 1) return null
  const store = edgeLookup(view.graph, 'internal', 'elements')(holder)
  if (store < 0 || !isOld(view, store)) return null
  const slots = Math.floor(((view.graph.shallowSize[store] ?? 0) - HEADER_BYTES) / SLOT_BYTES)
  const filled = entryCount(view.graph, holder)
  const first = filled * shareAtFirst(site)
  const fits = slots >= FEWEST_SLOTS && first < MOST_FILLED * slots && filled < slots
  return fits && !isDictionary(slots) ? { slots, filled } : null
}

/** An array with gaps becomes a dictionary, which is never full and grows whenever it must. */
function isDictionary(slots: number): boolean {
  const places = (slots - DICTIONARY_SLOTS) / SLOTS_PER_PLACE
  return Number.isInteger(Math.log2(places))
}

/** What there was at the first snapshot as a share of what there is at the last: of all objects, for entries are not told apart. */
function shareAtFirst({ population }: GrowthSite): number {
  const first = population[0]?.objects ?? 0
  return Math.min(1, first / Math.max(1, population.at(-1)?.objects ?? 0))
}

/** Whether the store was there in the first snapshot: it has not been made anew since. */
function isOld(view: GraphView, store: NodeOrdinal): boolean {
  return view.births[store] === 0
}
