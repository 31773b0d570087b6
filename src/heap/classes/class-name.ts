// The class of one node, for paths and lists. Plain objects are `Object` here; `classIndex` tells their
// shapes apart, which takes a look at all of them.

import type { HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'
import { nodeLabel, wholeTypeLabel } from './class-label.ts'
import { suspendedLabel } from './suspended-functions.ts'
import type { SuspendedLabel } from './suspended-functions.ts'

interface Names {
  /** By node type, then by string index. */
  readonly label: Map<number, string>[]
  readonly suspended: SuspendedLabel
}

const namesOf: WeakMap<HeapGraph, Names> = new WeakMap()

/**
 * `Map`, `closure put`, `async function register`, `(string)`, `(system) Context`, … Never the contents of a
 * string. Each name is decoded once; the first call for a graph is O(strings).
 */
export function className(graph: HeapGraph, node: NodeOrdinal): string {
  let names = namesOf.get(graph)
  if (names === undefined) {
    names = { label: graph.nodeTypes.map(() => new Map()), suspended: suspendedLabel(graph) }
    namesOf.set(graph, names)
  }
  const type = graph.nodeType[node]
  const typeName = graph.nodeTypes[type]
  const whole = wholeTypeLabel(typeName)
  if (whole !== null) return whole
  const suspended = names.suspended(node)
  if (suspended !== null) return suspended
  const name = graph.nodeName[node]
  const known = names.label[type].get(name)
  if (known !== undefined) return known
  const label = nodeLabel(typeName, graph.strings.get(name))
  names.label[type].set(name, label)
  return label
}
