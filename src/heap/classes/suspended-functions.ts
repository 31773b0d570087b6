// Generators and async functions that wait. V8 gives both an object that holds their registers; an async
// function's is called `Generator` and has no prototype, a generator's is called as its function is.

import { edgeLookup } from '../graph/edge-lookup.ts'
import type { HeapGraph, NodeOrdinal } from '../graph/heap-graph.ts'
import { nodeLabel } from './class-label.ts'

/** The label of a node that is a suspended function, e.g. `async function register`; else `null`. */
export type SuspendedLabel = (node: NodeOrdinal) => string | null

/** O(strings) to make, O(edges of the node) to ask. */
export function suspendedLabel(graph: HeapGraph): SuspendedLabel {
  const { nodeType, nodeName, strings } = graph
  const object = graph.nodeTypes.indexOf('object')
  const registers = edgeLookup(graph, 'internal', 'parameters_and_registers')
  const code = edgeLookup(graph, 'internal', 'function')
  const prototype = edgeLookup(graph, 'property', '__proto__')
  return (node) => {
    if (nodeType[node] !== object || registers(node) < 0) return null
    const closure = code(node)
    if (closure < 0) return null
    const above = prototype(node)
    const generator = above >= 0 && nodeType[above] === object
    return suspendedName(nodeLabel('closure', strings.get(nodeName[closure])), generator)
  }
}

/** The label by that of the function's closure, e.g. `closure register`. */
export function suspendedName(closureLabel: string, generator: boolean): string {
  return closureLabel.replace('closure', generator ? 'generator' : 'async function')
}
