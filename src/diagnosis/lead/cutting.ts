// The what-if of a lead: its reference is cut on the graph of the last snapshot, and what becomes unreachable is counted.
// Where most of the growth stays reachable, something else holds it as well, and the fix has two places.

import {
  UNREACHABLE,
  edgesBetween,
  foldPath,
  holderCut,
  retainingPath,
  shortestPathTree,
  withoutEdges,
} from '../../heap/index.ts'
import type { Cut, GrowthSite, NodeOrdinal } from '../../heap/index.ts'
import type { GraphView } from './graph-view.ts'
import { leadHolder } from './lead-holder.ts'
import { leadSteps } from './lead-steps.ts'
import type { PlacedStep } from './lead-steps.ts'
import type { Lead, LeadHolder } from './lead.ts'
import { stepView } from './step-view.ts'

/** Below this part of the growth a second holder is looked for. */
const FREES_LITTLE = 0.5

interface CutPlace {
  /** A typical grown object. */
  readonly example: NodeOrdinal
  /** The step whose edge is the link of a chain; `null` where things hang from holders. */
  readonly link: number | null
  readonly steps: readonly PlacedStep[]
}

/**
 * What cutting the lead's reference frees, and who else holds it: of a chain the link is cut, else the references from
 * all holders to what was made after the first snapshot. `null` where births are not known. Cost: `unreachableWithout`,
 * and one more tree of paths where little would be freed.
 */
export function cutting(
  view: GraphView,
  site: GrowthSite,
  place: CutPlace,
): Pick<Lead, 'whatIf' | 'alsoHeldBy'> {
  const cut = cutOf(view, site, place)
  if (cut.edges.length === 0) return { whatIf: null, alsoHeldBy: null }
  const whatIf = view.whatIf()(cut)
  const much = whatIf.bytes >= FREES_LITTLE * site.grown.bytes
  return { whatIf, alsoHeldBy: much ? null : secondHolder(view, cut, place.example) }
}

function cutOf(view: GraphView, site: GrowthSite, place: CutPlace): Cut {
  const { graph, strong, roles, births } = view
  const link = place.link === null ? undefined : place.steps[place.link]
  if (link !== undefined) return edgesBetween(graph, strong, link.from, link.node)
  return holderCut({ graph, strong, roles, births }, site.holders)
}

/** The holder on the best path that is left to the example; `null` where none is left or it is not in the program. */
function secondHolder(view: GraphView, cut: Cut, example: NodeOrdinal): LeadHolder | null {
  const { graph, strong, roles, trie, births } = view
  const tree = shortestPathTree(graph, withoutEdges(strong, cut), { roles })
  if ((tree.distance[example] ?? UNREACHABLE) === UNREACHABLE) return null
  const folded = foldPath(graph, retainingPath(tree, example), { roles, classes: trie.classes })
  const steps = leadSteps(
    folded,
    view.facts,
    stepView(view, (node) => births[node] !== 0),
  )
  // What runs at the moment is new as well: the growth begins where an old object leads to a new one for the last time.
  const attached = steps.findLastIndex(({ from, node }) => births[from] === 0 && births[node] !== 0)
  return attached < 1 ? null : leadHolder(steps, attached - 1, view.facts)
}
