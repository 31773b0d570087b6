// The registrations of a FinalizationRegistry. Each is a WeakCell that holds the registry, the held value and its
// neighbours strongly and the target weakly: a held value that leads to the target keeps it alive for good.

import type { NodeOrdinal } from '../../heap/index.ts'
import { isDominatedBy } from './graph-marks.ts'
import type { GraphView } from './graph-view.ts'
import type { RegistryFacts } from './lead-contents.ts'

const CELL = 'system / WeakCell'
const MOST_CELLS = 512

/** Of new cells of one registry; `null` where there are none. O(nodes + edges of the cells). */
export function registryFacts(view: GraphView, registry: NodeOrdinal): RegistryFacts | null {
  const { graph, births } = view
  const targets = new Set<NodeOrdinal>()
  let cells = 0
  let reachingTarget = 0
  for (let node = 0; node < graph.nodeCount && cells < MOST_CELLS; node++) {
    if (births[node] === 0 || graph.strings.byteLength(graph.nodeName[node] ?? 0) !== CELL.length)
      continue
    if (graph.strings.get(graph.nodeName[node] ?? 0) !== CELL) continue
    const cell = readCell(view, node, registry)
    if (cell === null) continue
    cells++
    if (cell.target === null) continue
    targets.add(cell.target)
    if (cell.held.some((held) => keeps(view, held, cell.target))) reachingTarget++
  }
  return cells === 0 ? null : { cells, reachingTarget, targets: targets.size }
}

/** Whether the held value is what holds the target: the target is reached through nothing else. */
function keeps(view: GraphView, held: NodeOrdinal, target: NodeOrdinal | null): boolean {
  if (target === null) return false
  return isDominatedBy(view.dominators.immediateDominator, target, held)
}

/** The target and what the cell holds besides the registry and its neighbours; `null` for another registry's. */
function readCell(
  view: GraphView,
  cell: NodeOrdinal,
  registry: NodeOrdinal,
): { readonly target: NodeOrdinal | null; readonly held: readonly NodeOrdinal[] } | null {
  const { graph } = view
  const held: NodeOrdinal[] = []
  let target: NodeOrdinal | null = null
  let ours = false
  const end = graph.firstEdge[cell + 1] ?? 0
  for (let edge = graph.firstEdge[cell] ?? 0; edge < end; edge++) {
    const to = graph.edgeTo[edge] ?? 0
    const type = graph.edgeTypes[graph.edgeType[edge] ?? 0]
    if (type === 'weak') {
      if (graph.strings.get(graph.edgeName[edge] ?? 0) === 'target') target = to
    } else if (to === registry) ours = true
    else if (type === 'hidden' && graph.nodeName[to] !== graph.nodeName[cell]) held.push(to)
  }
  return ours ? { target, held } : null
}
