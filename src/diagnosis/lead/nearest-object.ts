// What lies nearest to an object among those that are new, below it in the graph.

import { ROLE_ENGINE, ROLE_STORE } from '../../heap/index.ts'
import type { NodeOrdinal } from '../../heap/index.ts'
import type { GraphView } from './graph-view.ts'
import type { RawPosition } from './lead.ts'

/** Objects looked at around one, at most, and how far from it. */
export const MOST_LOOKED_AT = 4000
const REACH = 5

/** A function of the program that the object holds, such as its listener: it stands where the resource was opened. */
export function nearestFunction(view: GraphView, from: NodeOrdinal): RawPosition | null {
  const { facts } = view
  const found = nearest(view, from, (node) => {
    if (facts.nodeType(node) !== 'closure') return false
    const script = facts.position(node)?.script ?? ''
    return script !== '' && !script.startsWith('node:')
  })
  return found === null ? null : facts.position(found)
}

/** The nearest new object that is accepted, in breadth, within reach. */
export function nearest(
  view: GraphView,
  from: NodeOrdinal,
  accept: (node: NodeOrdinal) => boolean,
): NodeOrdinal | null {
  const { graph, strong, births, roles } = view
  const seen = new Set<NodeOrdinal>([from])
  const queue: { node: NodeOrdinal; depth: number }[] = [{ node: from, depth: 0 }]
  for (let head = 0; head < queue.length && seen.size < MOST_LOOKED_AT; head++) {
    const { node, depth } = queue[head] ?? { node: 0, depth: REACH }
    if (accept(node)) return node
    if (depth >= REACH) continue
    for (let edge = graph.firstEdge[node] ?? 0; edge < (graph.firstEdge[node + 1] ?? 0); edge++) {
      const to = graph.edgeTo[edge] ?? 0
      if (strong[edge] !== 1 || births[to] === 0 || roles[to] === ROLE_ENGINE || seen.has(to))
        continue
      seen.add(to)
      queue.push({ node: to, depth: roles[to] === ROLE_STORE ? depth : depth + 1 })
    }
  }
  return null
}
