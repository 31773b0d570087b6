// The name of a variable that an ES module exports. V8 keeps such a variable in a cell, and importers share the cell: no
// scope has it by name. The module's table of exports has the name and the cell side by side.

import type { NodeOrdinal } from '../../heap/index.ts'
import type { GraphView } from './graph-view.ts'
import type { RawPosition } from './lead.ts'

/** V8's class of what keeps an exported variable, as the diagnosis shows it. */
export const CELL = '(system) Cell'
const MODULE = '(system) SourceTextModule'

export interface ExportedVariable {
  readonly name: string
  /** The module's own position; `null` where no function of it is in the snapshot. */
  readonly position: RawPosition | null
}

interface Owner {
  readonly node: NodeOrdinal
  /** Index of the module's field that has the cell among others; its own variables come before imported ones. */
  readonly field: number
}

/** `null` where the cell is no variable of an ES module. O(edges), asked for few cells. */
export function exportedVariable(view: GraphView, cell: NodeOrdinal): ExportedVariable | null {
  const { graph, facts } = view
  let best: (Owner & { readonly name: string }) | null = null
  const held = holdersOf(view, cell)
  const holders = held.map(({ from }) => from)
  for (const { from: table, edge } of held) {
    const name = nameBefore(view, table, edge)
    if (name === null) continue
    for (const owner of modulesOf(view, table, holders)) {
      if (best === null || owner.field < best.field) best = { name, ...owner }
    }
  }
  if (best === null) return null
  const end = graph.firstEdge[best.node + 1] ?? 0
  for (let edge = graph.firstEdge[best.node] ?? 0; edge < end; edge++) {
    const position = facts.position(graph.edgeTo[edge] ?? 0)
    if (position !== null) return { name: best.name, position }
  }
  return { name: best.name, position: null }
}

/** Who points at the node, with the edge. O(edges). */
function holdersOf({ graph }: GraphView, node: NodeOrdinal): { from: NodeOrdinal; edge: number }[] {
  const found: { from: NodeOrdinal; edge: number }[] = []
  for (let from = 0; from < graph.nodeCount; from++) {
    const end = graph.firstEdge[from + 1] ?? 0
    for (let edge = graph.firstEdge[from] ?? 0; edge < end; edge++) {
      if (graph.edgeTo[edge] === node) found.push({ from, edge })
    }
  }
  return found
}

/** The string in the slot before that of `edge`: a table has its keys before their values. */
function nameBefore({ graph }: GraphView, table: NodeOrdinal, edge: number): string | null {
  const slot = slotOf(graph, edge)
  const before = slot === null ? null : slot - 1
  const end = graph.firstEdge[table + 1] ?? 0
  for (let at = graph.firstEdge[table] ?? 0; at < end; at++) {
    if (before === null || slotOf(graph, at) !== before) continue
    const key = graph.edgeTo[at] ?? 0
    if (graph.nodeTypes[graph.nodeType[key] ?? 0] !== 'string') continue
    return graph.strings.get(graph.nodeName[key] ?? 0)
  }
  return null
}

/** The modules that have the table, each with its first field that has the cell. */
function modulesOf(
  view: GraphView,
  table: NodeOrdinal,
  holders: readonly NodeOrdinal[],
): readonly Owner[] {
  const { graph, facts } = view
  const owners: Owner[] = []
  for (const { from } of holdersOf(view, table)) {
    if (facts.className(from) !== MODULE) continue
    let field = Number.MAX_SAFE_INTEGER
    const end = graph.firstEdge[from + 1] ?? 0
    for (let edge = graph.firstEdge[from] ?? 0; edge < end; edge++) {
      const to = graph.edgeTo[edge] ?? 0
      if (to === table || !holders.includes(to)) continue
      field = Math.min(field, slotOf(graph, edge) ?? field)
    }
    owners.push({ node: from, field })
  }
  return owners
}

/** An edge's number; V8 writes some as names. `null` where it has none. */
function slotOf(graph: GraphView['graph'], edge: number): number | null {
  const type = graph.edgeTypes[graph.edgeType[edge] ?? 0] ?? ''
  const value = graph.edgeName[edge] ?? 0
  if (type === 'element' || type === 'hidden') return value
  const text = graph.strings.get(value)
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}
