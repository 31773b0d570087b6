// Strings that live only because slices of them do: V8's sliced strings point at their parent, and the result of a
// regular expression keeps the text it was matched against as `input`.

import { stringIndex } from '../../heap/index.ts'
import type { NodeOrdinal } from '../../heap/index.ts'
import { belowHolders } from './below-holders.ts'
import type { GraphView } from './graph-view.ts'

/** Where several slices share a parent and each has less of it than this, they may well use all of it. */
const SHARED_BYTES = 256

/** Bytes of new whole strings that slices alone hold, below one of the holders. O(nodes + edges). */
export function slicedParentBytes(view: GraphView, holders: ReadonlySet<NodeOrdinal>): number {
  const slices = slicesByParent(view)
  if (slices.size === 0) return 0
  dropHeldOtherwise(view, slices)
  const below = belowHolders(view, holders)
  let bytes = 0
  for (const [parent, count] of slices) {
    const size = view.dominators.retainedSize[parent] ?? 0
    const shared = count > 1 && size < SHARED_BYTES * count
    if (below[parent] === 1 && !shared) bytes += size
  }
  return bytes
}

/** New slices of each parent. */
function slicesByParent({ graph, births }: GraphView): Map<NodeOrdinal, number> {
  const sliced = graph.nodeTypes.indexOf('sliced string')
  const slices = new Map<NodeOrdinal, number>()
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.nodeType[node] !== sliced || births[node] === 0) continue
    const end = graph.firstEdge[node + 1] ?? 0
    for (let edge = graph.firstEdge[node] ?? 0; edge < end; edge++) {
      const parent = graph.edgeTo[edge] ?? 0
      if (isText(graph.nodeTypes[graph.nodeType[parent] ?? 0] ?? '')) {
        slices.set(parent, (slices.get(parent) ?? 0) + 1)
      }
    }
  }
  return slices
}

function isText(type: string): boolean {
  return type === 'string' || type === 'concatenated string'
}

function dropHeldOtherwise(view: GraphView, parents: Map<NodeOrdinal, number>): void {
  const { graph, strong } = view
  const sliced = graph.nodeTypes.indexOf('sliced string')
  const property = graph.edgeTypes.indexOf('property')
  const { results, joined } = matchedTexts(view)
  for (let node = 0; node < graph.nodeCount; node++) {
    // A text that was matched may be a joined one that leads to the flat one.
    if (graph.nodeType[node] === sliced || joined.has(node)) continue
    const matched = results.has(node)
    const end = graph.firstEdge[node + 1] ?? 0
    for (let edge = graph.firstEdge[node] ?? 0; edge < end; edge++) {
      const to = graph.edgeTo[edge] ?? 0
      if (strong[edge] !== 1 || !parents.has(to)) continue
      if (!matched || graph.edgeType[edge] !== property) parents.delete(to)
    }
  }
}

/** Results of regular expressions, which have the text as `input`, and the concatenated strings among those texts. */
function matchedTexts({ graph }: GraphView): {
  readonly results: ReadonlySet<NodeOrdinal>
  readonly joined: ReadonlySet<NodeOrdinal>
} {
  const property = graph.edgeTypes.indexOf('property')
  const concatenated = graph.nodeTypes.indexOf('concatenated string')
  const input = stringIndex(graph.strings, 'input')
  const results = new Set<NodeOrdinal>()
  const joined = new Set<NodeOrdinal>()
  for (let node = 0; input >= 0 && node < graph.nodeCount; node++) {
    const end = graph.firstEdge[node + 1] ?? 0
    for (let edge = graph.firstEdge[node] ?? 0; edge < end; edge++) {
      if (graph.edgeName[edge] !== input || graph.edgeType[edge] !== property) continue
      const to = graph.edgeTo[edge] ?? 0
      results.add(node)
      if (graph.nodeType[to] === concatenated) joined.add(to)
    }
  }
  return { results, joined }
}
